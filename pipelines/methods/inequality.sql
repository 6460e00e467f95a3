-- From the figures of small areas to those of the city's fifths by deprivation, for every indicator that adds up.
-- Names in braces are filled in by inequality.py: the views, the city's code, and the normal quantile.
WITH placed AS (
    SELECT area_code, quantile_of(rank() OVER (ORDER BY rank), count(*) OVER (), 5) AS fifth
    FROM {ranks}
    WHERE rank IS NOT NULL
),
fifths AS (
    SELECT fifth, count(*) AS areas FROM placed WHERE fifth IS NOT NULL GROUP BY fifth
),
figures AS (
    SELECT o.indicator, o.period, o.area_code, p.fifth, o.numerator, o.denominator
    FROM {observations} AS o
    INNER JOIN {about} AS b ON b.indicator = o.indicator AND b.kind IN ('proportion', 'rate')
    LEFT JOIN placed AS p ON p.area_code = o.area_code
    WHERE o.level = 'lsoa21'
),
-- An area without a rank belongs to a fifth that nobody knows, so none of them is complete.
series AS (
    SELECT indicator, period, count(*) FILTER (fifth IS NULL) AS unranked FROM figures GROUP BY indicator, period
),
summed AS (
    SELECT
        indicator,
        period,
        fifth,
        count(*) FILTER (numerator IS NOT NULL AND denominator IS NOT NULL) AS given,
        exact_sum(numerator) AS numerator,
        exact_sum(denominator) AS denominator
    FROM figures
    GROUP BY indicator, period, fifth
),
-- One area without a row or a figure takes the whole fifth with it: a sum over the others would be of another place.
complete AS (
    SELECT
        s.indicator,
        s.period,
        f.fifth,
        f.areas,
        s.unranked = 0 AND g.given = f.areas AS whole,
        CASE WHEN whole THEN g.numerator END AS numerator,
        CASE WHEN whole THEN g.denominator END AS denominator
    FROM series AS s
    CROSS JOIN fifths AS f
    LEFT JOIN summed AS g ON g.indicator = s.indicator AND g.period = s.period AND g.fifth = f.fifth
)
SELECT
    c.indicator,
    {city} AS area_code,
    c.period,
    c.fifth,
    c.areas,
    c.numerator,
    c.denominator,
    b.multiplier * c.numerator / nullif(c.denominator, 0) AS value,
    b.multiplier * CASE b.interval
        WHEN 'wilson' THEN wilson_lower(c.numerator, c.denominator, {z})
        WHEN 'byar' THEN count_lower(c.numerator, {z}) / nullif(c.denominator, 0)
    END AS lower,
    b.multiplier * CASE b.interval
        WHEN 'wilson' THEN wilson_upper(c.numerator, c.denominator, {z})
        WHEN 'byar' THEN count_upper(c.numerator, {z}) / nullif(c.denominator, 0)
    END AS upper
FROM complete AS c
INNER JOIN {about} AS b ON b.indicator = c.indicator
ORDER BY c.indicator, c.period, c.fifth
