-- From the figures of a block of indicators to their observations at every level: one query, because planning a query
-- costs as much as answering it. Indicators never mix: every group and window is within one.
-- `declared` and `figures` are tables that observations.py makes; z is filled in.
WITH figured AS (
    SELECT
        *,
        -- The worst state of the parts is the state of the whole.
        CASE status
            WHEN 'ok' THEN 1 WHEN 'caution' THEN 2 WHEN 'not_applicable' THEN 3 WHEN 'not_collected' THEN 4
            WHEN 'missing_at_source' THEN 5 ELSE 6
        END AS severity
    FROM figures
),
-- A figure given for an area itself goes before one added up from the areas within it.
direct AS (
    SELECT
        f.indicator, f.level, f.area_code, f.period, f.level AS child_level, 1 AS parts,
        f.numerator, f.denominator, f.weight, f.value AS only_value, f.lower AS only_lower, f.upper AS only_upper,
        NULL::DOUBLE AS weighted_value, f.severity AS worst, f.severity AS mildest, f.note AS first_note,
        f.note AS last_note, [f.note] AS notes
    FROM figured AS f
    INNER JOIN declared AS d USING (indicator)
    SEMI JOIN conformed.areas AS a ON a.level = f.level AND a.area_code = f.area_code
    WHERE list_contains(d.levels, f.level) OR f.level = 'country'
),
-- Sums are of decimals: exact, and the same in whatever order threads bring the parts. Where figures of two levels could
-- be added up, those of the larger areas are.
added AS (
    SELECT
        f.indicator, m.level, m.area_code, f.period, m.child_level, count(*) AS parts,
        whole_sum(f.numerator) AS numerator,
        whole_sum(f.denominator) AS denominator,
        whole_sum(f.weight) AS weight,
        any_value(f.value) AS only_value, NULL::DOUBLE AS only_lower, NULL::DOUBLE AS only_upper,
        whole_sum(f.value * f.weight) AS weighted_value,
        max(f.severity) AS worst, min(f.severity) AS mildest, min(f.note) AS first_note, max(f.note) AS last_note,
        list(f.note) FILTER (f.severity > 2) AS notes
    FROM figured AS f
    INNER JOIN declared AS d USING (indicator)
    INNER JOIN conformed.membership AS m
        ON m.child_level = f.level AND m.child_code = f.area_code AND m.level <> f.level
    WHERE d.additive AND list_contains(d.levels, m.level)
    GROUP BY f.indicator, m.level, m.area_code, f.period, m.child_level
    QUALIFY row_number() OVER (PARTITION BY f.indicator, m.level, m.area_code, f.period ORDER BY count(*)) = 1
),
rolled AS (
    SELECT * FROM direct
    UNION ALL BY NAME
    SELECT * FROM added ANTI JOIN direct USING (indicator, level, area_code, period)
),
needed AS (
    SELECT child_level, level, area_code, count(*) AS parts
    FROM conformed.membership
    GROUP BY child_level, level, area_code
),
worked AS (
    SELECT
        r.*,
        -- A figure given for an area itself has one part, even of a level that nothing is added up from.
        coalesce(n.parts, 1) AS parts_needed,
        CASE
            WHEN d.kind IN ('proportion', 'rate') THEN d.multiplier * r.numerator / nullif(r.denominator, 0)
            -- One part alone keeps the publisher's figure to the last digit.
            WHEN d.kind = 'weighted_mean' AND r.parts > 1 THEN r.weighted_value / nullif(r.weight, 0)
            ELSE r.only_value
        END AS worked_value,
        CASE
            WHEN d.interval = 'none' THEN NULL
            WHEN d.kind = 'proportion' THEN d.multiplier * wilson_lower(r.numerator, r.denominator, {z})
            WHEN d.kind = 'rate' THEN d.multiplier * count_lower(r.numerator, {z}) / nullif(r.denominator, 0)
            ELSE r.only_lower
        END AS worked_lower,
        CASE
            WHEN d.interval = 'none' THEN NULL
            WHEN d.kind = 'proportion' THEN d.multiplier * wilson_upper(r.numerator, r.denominator, {z})
            WHEN d.kind = 'rate' THEN d.multiplier * count_upper(r.numerator, {z}) / nullif(r.denominator, 0)
            ELSE r.only_upper
        END AS worked_upper,
        CASE WHEN d.shows_numerator THEN r.numerator END AS worked_numerator,
        CASE
            WHEN d.kind = 'weighted_mean' THEN r.weight
            WHEN d.shows_denominator THEN r.denominator
        END AS worked_denominator
    FROM rolled AS r
    INNER JOIN declared AS d USING (indicator)
    LEFT JOIN needed AS n ON n.child_level = r.child_level AND n.level = r.level AND n.area_code = r.area_code
),
stated AS (
    SELECT
        w.*,
        coalesce(isfinite(w.worked_value), false) AS has_value,
        CASE
            WHEN w.parts < w.parts_needed THEN 'missing_at_source'
            WHEN w.worst = 6 THEN 'suppressed'
            WHEN w.worst = 5 THEN 'missing_at_source'
            WHEN w.worst = 4 THEN 'not_collected'
            WHEN w.worst = 3 OR NOT coalesce(isfinite(w.worked_value), false) THEN 'not_applicable'
            WHEN w.worst = 2 THEN 'caution'
            ELSE 'ok'
        END AS status
    FROM worked AS w
),
valued AS (
    SELECT
        indicator, level, area_code, period, status,
        CASE
            WHEN parts < parts_needed
                THEN (parts_needed - parts) || ' of ' || parts_needed || ' areas within it have no figure at source.'
            -- What is said of every part holds of the whole.
            WHEN first_note = last_note AND first_note <> '' THEN first_note
            WHEN worst = mildest AND worst > 2 AND last_note <> ''
                THEN array_to_string(list_sort(list_distinct(list_filter(notes, lambda n: n <> ''))), ' ')
            WHEN worst > 2 AND parts_needed > 1 THEN 'Part of it has no figure, so no sum is shown.'
            WHEN NOT has_value THEN 'Nothing to divide by: the denominator is zero.'
            ELSE ''
        END AS note,
        CASE WHEN status IN ('ok', 'caution') THEN worked_value END AS value,
        CASE WHEN status IN ('ok', 'caution') THEN worked_lower END AS lower,
        CASE WHEN status IN ('ok', 'caution') THEN worked_upper END AS upper,
        CASE WHEN status IN ('ok', 'caution') THEN worked_numerator END AS numerator,
        CASE WHEN status IN ('ok', 'caution') THEN worked_denominator END AS denominator
    FROM stated
),
latest AS (
    SELECT indicator, coalesce(max(period) FILTER (value IS NOT NULL), max(period)) AS period
    FROM valued
    GROUP BY indicator
),
-- Every area of a declared level has a row in every period, and every area of a reader's level one in the latest.
wanted AS (
    SELECT
        p.indicator, a.level, a.area_code, p.period, 'missing_at_source' AS status,
        'The source has no row for this area.' AS note
    FROM (SELECT DISTINCT indicator, period FROM valued WHERE level <> 'country') AS p
    INNER JOIN declared AS d USING (indicator)
    INNER JOIN conformed.areas AS a ON list_contains(d.levels, a.level)
    UNION ALL
    SELECT d.indicator, a.level, a.area_code, l.period, 'not_collected', d.not_collected
    FROM declared AS d
    INNER JOIN conformed.areas AS a ON list_contains(d.missing_levels, a.level)
    LEFT JOIN latest AS l USING (indicator)
),
complete AS (
    SELECT * FROM valued
    UNION ALL BY NAME
    SELECT * FROM wanted ANTI JOIN valued USING (indicator, level, area_code, period)
),
compared AS (
    SELECT
        c.*,
        CASE WHEN c.level NOT IN ('city', 'country') THEN b.value END AS benchmark_value,
        CASE WHEN c.value IS NOT NULL AND c.level NOT IN ('city', 'country')
            THEN rank() OVER (PARTITION BY c.indicator, c.level, c.period ORDER BY c.value DESC NULLS LAST)
        END AS rank,
        CASE WHEN c.value IS NOT NULL AND c.level NOT IN ('city', 'country')
            THEN count(c.value) OVER (PARTITION BY c.indicator, c.level, c.period)
        END AS rank_of
    FROM complete AS c
    LEFT JOIN valued AS b ON b.indicator = c.indicator AND b.level = 'city' AND b.period = c.period
)
SELECT
    c.indicator,
    d.code,
    d.characteristic,
    c.level,
    c.area_code,
    a.area_name,
    c.period,
    c.value,
    c.lower,
    c.upper,
    c.numerator,
    c.denominator,
    d.unit,
    c.status,
    c.note,
    c.benchmark_value,
    judged(side_of(c.lower, c.upper, c.benchmark_value), d.polarity) AS comparison,
    c.rank,
    c.rank_of
FROM compared AS c
INNER JOIN declared AS d USING (indicator)
INNER JOIN conformed.areas AS a ON a.level = c.level AND a.area_code = c.area_code
ORDER BY c.indicator, c.period, c.level, c.area_code
