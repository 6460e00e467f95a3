-- The process behaviour chart of every indicator and area at once. Names in braces are views; $periods and its like
-- come from periods.py.
WITH spans AS (
    SELECT unnest($periods) AS period, unnest($starts) AS starts, unnest($ends) AS ends, unnest($lengths) AS span_length
),
breaks AS (
    SELECT indicator, CAST(unnest(string_split_regex(trim(breaks), '\s+')) AS DATE) AS day
    FROM {about}
    WHERE trim(breaks) <> ''
),
figures AS (
    SELECT
        o.indicator, o.level, o.area_code, o.area_name, o.period, o.value, s.starts, s.ends, s.span_length, a.polarity,
        max(s.ends) OVER (PARTITION BY o.indicator, o.level, o.area_code) AS last_end
    FROM {observations} AS o
    INNER JOIN spans AS s ON s.period = o.period
    INNER JOIN {about} AS a ON a.indicator = o.indicator
    WHERE o.level IN ('neighbourhood', 'ward', 'committee', 'city') AND o.value IS NOT NULL AND NOT a.overlapping
),
-- Figures before a declared break measure something else, so a series starts at the last break that it has passed.
comparable AS (
    SELECT
        *,
        coalesce(max(ends) OVER (
            PARTITION BY indicator, level, area_code
            ORDER BY starts, ends, period
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) > starts, FALSE) AS reached
    FROM figures AS f
    WHERE NOT EXISTS (
        SELECT 1 FROM breaks AS b WHERE b.indicator = f.indicator AND b.day > f.starts AND b.day < f.last_end
    )
),
series AS (
    SELECT
        indicator,
        level,
        area_code,
        any_value(area_name) AS area_name,
        any_value(polarity) AS polarity,
        list(period ORDER BY starts) AS periods,
        list(CAST(value AS DOUBLE) ORDER BY starts) AS v
    FROM comparable
    GROUP BY indicator, level, area_code
    HAVING count(*) >= 3 AND NOT bool_or(reached) AND count(DISTINCT span_length) = 1
),
-- Lists are worked out step by step: a macro is put in where it stands, and inside a lambda it would run for each term.
ranged AS (
    SELECT *, moving_ranges(v) AS ranges, process_mean(v) AS middle, steps_of(v) AS steps FROM series
),
limited AS (
    SELECT *, process_reach(screened_ranges(ranges)) AS reach FROM ranged
),
marked AS (
    SELECT
        *,
        sides_of_mean(v, middle) AS sides,
        beyond_limits(v, middle, reach) AS beyond,
        close_to_limits(v, middle, reach) AS near
    FROM limited
),
patterned AS (
    SELECT
        *,
        seven_point_trends(v, steps) AS trend_ends,
        threes_near_limit(near, sides) AS three_starts,
        seven_on_one_side(sides) AS side_ends
    FROM marked
),
judged AS (
    SELECT
        *,
        parts_of_seven(trend_ends) AS trend,
        parts_of_three(three_starts) AS three,
        parts_of_seven(side_ends) AS side
    FROM patterned
),
points AS (
    SELECT
        indicator,
        level,
        area_code,
        area_name,
        polarity,
        middle,
        reach,
        len(v) AS points,
        unnest(periods) AS period,
        unnest(v) AS value,
        unnest(near) AS near,
        unnest(beyond) AS beyond,
        unnest(trend) AS trend,
        unnest(three) AS three,
        unnest(side) AS side,
        generate_subscripts(v, 1) AS place
    FROM judged
),
signalled AS (
    SELECT
        *,
        CASE
            WHEN beyond <> 0 THEN 'outside_limits'
            WHEN trend <> 0 THEN 'trend_of_seven'
            WHEN three <> 0 AND near <> 0 THEN 'two_of_three'
            WHEN side <> 0 THEN 'seven_one_side'
            ELSE ''
        END AS signal
    FROM points
)
SELECT
    indicator,
    level,
    area_code,
    area_name,
    period,
    value,
    middle AS mean,
    middle - reach AS lower_limit,
    middle + reach AS upper_limit,
    signal,
    process_variation(
        CASE signal
            WHEN 'outside_limits' THEN beyond
            WHEN 'trend_of_seven' THEN trend
            WHEN 'two_of_three' THEN three
            WHEN 'seven_one_side' THEN side
            ELSE 0
        END, polarity
    ) AS variation,
    CAST(points AS INTEGER) AS points,
    points < 13 AS trial
FROM signalled
ORDER BY indicator, level, area_code, place
