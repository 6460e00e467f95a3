-- From the figures of one indicator to its observations at every level.
-- Names in braces are filled in by observations.py: the declared query, expressions over a row of `rolled` for
-- value, limits, numerator and denominator, and lists of level names.
WITH figures AS (
    {figures}
),
-- A figure given for an area itself goes before one added up from the areas within it.
placed AS (
    SELECT m.level, m.area_code, m.child_level, f.*  EXCLUDE (level, area_code), f.area_code AS child_code
    FROM figures AS f
    INNER JOIN conformed.membership AS m ON m.child_level = f.level AND m.child_code = f.area_code
    WHERE m.level IN ({levels}) OR m.level = 'country'
    QUALIFY m.child_level = m.level
        OR ({additive} AND NOT bool_or(m.child_level = m.level) OVER (PARTITION BY m.level, m.area_code, f.period))
),
rolled AS (
    SELECT
        level,
        area_code,
        period,
        any_value(child_level) AS child_level,
        count(DISTINCT child_code) AS parts,
        ordered_sum(CAST(numerator AS DOUBLE), child_code) AS numerator,
        ordered_sum(CAST(denominator AS DOUBLE), child_code) AS denominator,
        ordered_sum(CAST(value AS DOUBLE) * coalesce(weight, 1), child_code) AS weighted_value,
        ordered_sum(CAST(weight AS DOUBLE), child_code) AS weight,
        any_value(CAST(value AS DOUBLE)) AS only_value,
        any_value(CAST(lower AS DOUBLE)) AS only_lower,
        any_value(CAST(upper AS DOUBLE)) AS only_upper,
        list_distinct(list(status)) AS statuses,
        string_agg(DISTINCT nullif(note, ''), ' ' ORDER BY nullif(note, '')) AS notes,
        count(DISTINCT coalesce(note, '')) = 1 AS one_note
    FROM placed
    GROUP BY level, area_code, period
),
needed AS (
    SELECT child_level, level, area_code, count(*) AS parts
    FROM conformed.membership
    GROUP BY child_level, level, area_code
),
worked AS (
    SELECT
        r.*,
        {value} AS worked_value,
        {lower} AS worked_lower,
        {upper} AS worked_upper,
        {numerator} AS worked_numerator,
        {denominator} AS worked_denominator
    FROM rolled AS r
),
stated AS (
    SELECT
        r.*,
        CASE
            WHEN r.parts < n.parts THEN 'missing_at_source'
            WHEN list_contains(r.statuses, 'suppressed') THEN 'suppressed'
            WHEN list_contains(r.statuses, 'missing_at_source') THEN 'missing_at_source'
            WHEN list_contains(r.statuses, 'not_collected') THEN 'not_collected'
            WHEN list_contains(r.statuses, 'not_applicable') THEN 'not_applicable'
            WHEN r.worked_value IS NULL OR isnan(r.worked_value) THEN 'not_applicable'
            WHEN list_contains(r.statuses, 'caution') THEN 'caution'
            ELSE 'ok'
        END AS status,
        CASE
            WHEN r.parts < n.parts
                THEN (n.parts - r.parts) || ' of ' || n.parts || ' areas within it have no figure at source.'
            -- What is said of every part holds of the whole.
            WHEN r.notes IS NOT NULL AND (r.one_note OR (len(r.statuses) = 1 AND r.statuses[1] NOT IN ('ok', 'caution')))
                THEN r.notes
            WHEN len(list_filter(r.statuses, lambda s: s NOT IN ('ok', 'caution'))) > 0 AND n.parts > 1
                THEN 'Part of it has no figure, so no sum is shown.'
            WHEN r.worked_value IS NULL OR isnan(r.worked_value) THEN 'Nothing to divide by: the denominator is zero.'
            ELSE ''
        END AS note
    FROM worked AS r
    INNER JOIN needed AS n
        ON n.child_level = r.child_level AND n.level = r.level AND n.area_code = r.area_code
),
valued AS (
    SELECT
        level, area_code, period, status, note,
        CASE WHEN status IN ('ok', 'caution') THEN worked_value END AS value,
        CASE WHEN status IN ('ok', 'caution') THEN worked_lower END AS lower,
        CASE WHEN status IN ('ok', 'caution') THEN worked_upper END AS upper,
        CASE WHEN status IN ('ok', 'caution') THEN worked_numerator END AS numerator,
        CASE WHEN status IN ('ok', 'caution') THEN worked_denominator END AS denominator
    FROM stated
),
latest AS (
    SELECT coalesce(max(period) FILTER (value IS NOT NULL), max(period)) AS period FROM valued
),
-- Every area of a declared level has a row in every period, and every area of a reader's level one in the latest.
wanted AS (
    SELECT a.level, a.area_code, p.period, 'missing_at_source' AS status, 'The source has no row for this area.' AS note
    FROM conformed.areas AS a
    CROSS JOIN (SELECT DISTINCT period FROM valued WHERE level <> 'country') AS p
    WHERE a.level IN ({levels})
    UNION ALL
    SELECT a.level, a.area_code, l.period, 'not_collected', {not_collected}
    FROM conformed.areas AS a
    CROSS JOIN latest AS l
    WHERE a.level IN ({missing_levels})
),
complete AS (
    SELECT
        coalesce(v.level, w.level) AS level,
        coalesce(v.area_code, w.area_code) AS area_code,
        coalesce(v.period, w.period) AS period,
        v.value, v.lower, v.upper, v.numerator, v.denominator,
        coalesce(v.status, w.status) AS status,
        coalesce(v.note, w.note) AS note
    FROM wanted AS w
    FULL JOIN valued AS v ON v.level = w.level AND v.area_code = w.area_code AND v.period = w.period
),
compared AS (
    SELECT
        c.*,
        CASE WHEN c.level NOT IN ('city', 'country') THEN b.value END AS benchmark_value,
        CASE WHEN c.value IS NOT NULL AND c.level NOT IN ('city', 'country')
            THEN rank() OVER (PARTITION BY c.level, c.period ORDER BY c.value DESC NULLS LAST)
        END AS rank,
        CASE WHEN c.value IS NOT NULL AND c.level NOT IN ('city', 'country')
            THEN count(c.value) OVER (PARTITION BY c.level, c.period)
        END AS rank_of
    FROM complete AS c
    LEFT JOIN complete AS b ON b.level = 'city' AND b.period = c.period
)
SELECT
    {id} AS indicator,
    {code} AS code,
    {characteristic} AS characteristic,
    c.level,
    c.area_code,
    a.area_name,
    c.period,
    c.value,
    c.lower,
    c.upper,
    c.numerator,
    c.denominator,
    {unit} AS unit,
    c.status,
    c.note,
    c.benchmark_value,
    judged(side_of(c.lower, c.upper, c.benchmark_value), {polarity}) AS comparison,
    c.rank,
    c.rank_of
FROM compared AS c
INNER JOIN conformed.areas AS a ON a.level = c.level AND a.area_code = c.area_code
ORDER BY c.period, c.level, c.area_code
