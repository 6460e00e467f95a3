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
-- One row per figure; those in the window with their place in it, their terms and what is wrong with them.
figures AS (
    SELECT
        o.indicator,
        o.level,
        o.area_code,
        o.area_name,
        o.value,
        p.starts,
        p.back,
        CASE WHEN w.of_proportions THEN log_odds(o.numerator, o.denominator) ELSE o.value END AS y,
        CASE WHEN w.of_proportions THEN 1.0 ELSE interval_weight(o.lower, o.upper) END AS weight,
        o.numerator,
        o.denominator,
        CASE
            WHEN p.back IS NULL THEN NULL
            WHEN o.value IS NULL THEN 'No figure (' || replace(o.status, '_', ' ') || ')'
            WHEN w.of_proportions AND (o.numerator IS NULL OR o.denominator IS NULL) THEN 'No numerator or denominator'
            WHEN w.of_proportions AND y IS NULL THEN 'A count of nobody or of everybody, which has no log odds,'
            WHEN weight IS NULL AND (o.lower IS NULL OR o.upper IS NULL) THEN 'No interval'
            WHEN weight IS NULL THEN 'An interval without width, which cannot be weighed,'
        END AS fault
    FROM {observations} AS o
    LEFT JOIN placed AS p ON p.indicator = o.indicator AND p.level = o.level AND p.period = o.period AND p.back <= 5
    LEFT JOIN allowed AS w ON w.indicator = o.indicator AND w.level = o.level
    WHERE o.level <> 'country'
),
-- One row per area. A term that is not there is 0 here, because list functions take no nulls; its reason says so.
series AS (
    SELECT
        indicator,
        level,
        area_code,
        any_value(area_name) AS area_name,
        count(back) AS places,
        count(value) FILTER (back IS NOT NULL) AS points,
        arg_max(fault, starts) FILTER (fault IS NOT NULL) AS fault,
        max(starts) FILTER (fault IS NOT NULL) AS fault_starts,
        five_in_order(y, back) AS y,
        five_in_order(weight, back) AS w,
        five_in_order(numerator, back) AS c,
        five_in_order(denominator, back) AS n
    FROM figures
    GROUP BY indicator, level, area_code
    HAVING level IN ('ward', 'committee', 'city') OR count(value) >= 5
),
reasoned AS (
    SELECT
        s.*,
        a.* EXCLUDE (indicator, level, reason),
        CASE
            WHEN a.reason IS NULL THEN 'Its source gives no figures for these areas.'
            WHEN a.reason <> '' THEN a.reason
            WHEN s.places <> 5 THEN 'It does not have one figure for each of the last five years.'
            WHEN s.fault IS NOT NULL THEN s.fault || ' for the period that starts on ' || s.fault_starts || '.'
            ELSE ''
        END AS reason,
        [-2.0, -1.0, 0.0, 1.0, 2.0]::DOUBLE[] AS t
    FROM series AS s
    LEFT JOIN allowed AS a ON a.indicator = s.indicator AND a.level = s.level
),
-- Computed for every row and kept for those without a reason against it: one pass is cheaper than picking rows first.
computed AS (
    SELECT
        *,
        fitted_slope(t, y, w) AS every_slope,
        slopes_without_one(t, y, w) AS every_slopes,
        interval_chi_squared(t, y, w) AS of_intervals,
        proportion_chi_squared(t, c, n) AS of_shares
    FROM reasoned
),
tested AS (
    SELECT
        *,
        CASE WHEN reason = '' THEN every_slope END AS slope,
        CASE WHEN reason = '' THEN CASE WHEN of_proportions THEN of_shares ELSE of_intervals END END AS chi_squared,
        CASE WHEN reason = ''
            THEN array_to_string(list_transform(every_slopes, lambda one: printf('%.17g', one)), '|')
            ELSE ''
        END AS leave_one_out,
        trend_marker(chi_squared, slope, every_slopes) AS marker
    FROM computed
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
    slope,
    chi_squared,
    leave_one_out,
    marker,
    trend_judgement(marker, polarity) AS judgement,
    reason
FROM tested
ORDER BY indicator, level, area_code
