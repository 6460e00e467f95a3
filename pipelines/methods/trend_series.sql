-- The trend of every indicator and area at once. Names in braces are views; $periods and its like come from periods.py.
WITH spans AS (
    SELECT unnest($periods) AS period, unnest($starts) AS starts, unnest($ends) AS ends
),
-- The periods of a level are those that its source gives: the others were only added so that every area has a row.
given AS (
    SELECT o.indicator, o.level, o.period, any_value(s.starts) AS starts, any_value(s.ends) AS ends
    FROM {observations} AS o
    INNER JOIN spans AS s ON s.period = o.period
    WHERE o.level <> 'country'
    GROUP BY o.indicator, o.level, o.period
    HAVING bool_or(o.status NOT IN ('missing_at_source', 'not_collected'))
),
placed AS (
    SELECT
        *,
        row_number() OVER latest_first AS back,
        coalesce(max(ends) OVER before > starts, FALSE) AS reached,
        ends > starts + INTERVAL 1 YEAR AS too_long,
        coalesce(starts <> lag(starts) OVER oldest_first + INTERVAL 1 YEAR, FALSE) AS off_step
    FROM given
    WINDOW
        latest_first AS (PARTITION BY indicator, level ORDER BY starts DESC, ends DESC, period DESC),
        oldest_first AS (PARTITION BY indicator, level ORDER BY starts, ends, period),
        before AS (
            PARTITION BY indicator, level
            ORDER BY starts, ends, period
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
),
breaks AS (
    SELECT indicator, CAST(unnest(string_split_regex(trim(breaks), '\s+')) AS DATE) AS day
    FROM {about}
    WHERE trim(breaks) <> ''
),
-- The last five periods of a level.
windows AS (
    SELECT
        indicator,
        level,
        arg_min(period, starts) AS first_period,
        arg_max(period, starts) AS last_period,
        min(starts) AS starts,
        max(ends) AS ends,
        count(*) AS periods,
        bool_or(reached) AS overlap,
        bool_or(too_long) AS too_long,
        bool_or(off_step AND back < 5) AS off_step
    FROM placed
    WHERE back <= 5
    GROUP BY indicator, level
),
-- A break inside the window has points on both sides of it, or in one that straddles it.
broken AS (
    SELECT w.indicator, w.level, max(b.day) AS broken_on
    FROM windows AS w
    INNER JOIN breaks AS b ON b.indicator = w.indicator AND b.day > w.starts AND b.day < w.ends
    GROUP BY w.indicator, w.level
),
-- Why nothing of a level may be tested; empty when its areas may.
allowed AS (
    SELECT
        w.indicator,
        w.level,
        w.first_period,
        w.last_period,
        a.kind = 'proportion' AND a."interval" = 'wilson' AS of_proportions,
        a.polarity,
        CASE
            WHEN a.overlapping OR w.overlap THEN 'Its periods overlap, and overlapping periods are never tested.'
            WHEN a."interval" = 'none' THEN 'It has no interval, so that a change cannot be told from chance.'
            WHEN w.too_long THEN 'Its periods are longer than a year.'
            WHEN w.periods < 5 THEN 'Five yearly figures are needed, and there are only ' || w.periods || '.'
            WHEN w.off_step THEN 'Its last five periods do not follow each other year by year.'
            WHEN b.broken_on IS NOT NULL THEN 'Figures before ' || b.broken_on || ' are not comparable with later ones.'
            ELSE ''
        END AS reason
    FROM windows AS w
    INNER JOIN {about} AS a ON a.indicator = w.indicator
    LEFT JOIN broken AS b ON b.indicator = w.indicator AND b.level = w.level
),
-- The figures of a window that may be tested, with their terms and what is wrong with them.
figures AS (
    SELECT
        o.indicator,
        o.level,
        o.area_code,
        p.starts,
        p.back,
        CASE WHEN a.of_proportions THEN log_odds(o.numerator, o.denominator) ELSE o.value END AS y,
        CASE WHEN a.of_proportions THEN 1.0 ELSE interval_weight(o.lower, o.upper) END AS weight,
        o.numerator,
        o.denominator,
        CASE
            WHEN o.value IS NULL THEN 'No figure (' || replace(o.status, '_', ' ') || ')'
            WHEN a.of_proportions AND (o.numerator IS NULL OR o.denominator IS NULL) THEN 'No numerator or denominator'
            WHEN a.of_proportions AND y IS NULL THEN 'A count of nobody or of everybody, which has no log odds,'
            WHEN weight IS NULL AND (o.lower IS NULL OR o.upper IS NULL) THEN 'No interval'
            WHEN weight IS NULL THEN 'An interval without width, which cannot be weighed,'
        END AS fault
    FROM {observations} AS o
    INNER JOIN placed AS p ON p.indicator = o.indicator AND p.level = o.level AND p.period = o.period
    INNER JOIN allowed AS a ON a.indicator = o.indicator AND a.level = o.level
    WHERE p.back <= 5 AND a.reason = ''
),
five AS (
    SELECT
        indicator,
        level,
        area_code,
        count(*) AS places,
        arg_max(fault, starts) FILTER (fault IS NOT NULL) AS fault,
        max(starts) FILTER (fault IS NOT NULL) AS fault_starts,
        [-2.0, -1.0, 0.0, 1.0, 2.0]::DOUBLE[] AS t,
        five_in_order(y, back) AS y,
        five_in_order(weight, back) AS w,
        five_in_order(numerator, back) AS c,
        five_in_order(denominator, back) AS n
    FROM figures
    GROUP BY indicator, level, area_code
),
-- Computed for every row and kept below for those without a fault: one pass is cheaper than picking rows first.
tested AS (
    SELECT
        indicator,
        level,
        area_code,
        places,
        fault || ' for the period that starts on ' || fault_starts || '.' AS fault,
        fitted_slope(t, y, w) AS slope,
        slopes_without_one(t, y, w) AS slopes,
        interval_chi_squared(t, y, w) AS of_intervals,
        proportion_chi_squared(t, c, n) AS of_shares
    FROM five
),
areas AS (
    SELECT
        o.indicator,
        o.level,
        o.area_code,
        any_value(o.area_name) AS area_name,
        count(o.value) FILTER (p.period IS NOT NULL) AS points
    FROM {observations} AS o
    LEFT JOIN placed AS p ON p.indicator = o.indicator AND p.level = o.level AND p.period = o.period AND p.back <= 5
    WHERE o.level <> 'country'
    GROUP BY o.indicator, o.level, o.area_code
    HAVING o.level IN ('neighbourhood', 'ward', 'committee', 'city') OR count(o.value) >= 5
),
reasoned AS (
    SELECT
        r.*,
        a.first_period,
        a.last_period,
        a.of_proportions,
        a.polarity,
        t.* EXCLUDE (indicator, level, area_code, fault, places),
        CASE
            WHEN a.reason IS NULL THEN 'Its source gives no figures for these areas.'
            WHEN a.reason <> '' THEN a.reason
            WHEN coalesce(t.places, 0) <> 5 THEN 'It does not have one figure for each of the last five years.'
            ELSE coalesce(t.fault, '')
        END AS reason
    FROM areas AS r
    LEFT JOIN allowed AS a ON a.indicator = r.indicator AND a.level = r.level
    LEFT JOIN tested AS t ON t.indicator = r.indicator AND t.level = r.level AND t.area_code = r.area_code
),
judged AS (
    SELECT
        *,
        CASE WHEN reason = '' THEN CASE WHEN of_proportions THEN of_shares ELSE of_intervals END END AS chi_squared,
        trend_marker(chi_squared, slope, slopes) AS marker
    FROM reasoned
)
SELECT
    indicator,
    level,
    area_code,
    area_name,
    CASE WHEN reason <> '' THEN '' WHEN of_proportions THEN 'proportion' ELSE 'interval' END AS method,
    CAST(points AS INTEGER) AS points,
    coalesce(first_period, '') AS first_period,
    coalesce(last_period, '') AS last_period,
    CASE WHEN reason = '' THEN slope END AS slope,
    chi_squared,
    CASE WHEN reason = ''
        THEN printf('%.17g|%.17g|%.17g|%.17g|%.17g', slopes[1], slopes[2], slopes[3], slopes[4], slopes[5])
        ELSE ''
    END AS leave_one_out,
    marker,
    trend_judgement(marker, polarity) AS judgement,
    reason
FROM judged
ORDER BY indicator, level, area_code
