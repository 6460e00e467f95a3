-- From the figures of a block of indicators to their observations at every level: one query, because planning a query
-- costs as much as answering it. Indicators never mix: every group and window is within one.
-- Indicators, periods and areas go by number, in the order of their names, because hashing texts would take most of the
-- time. The tables `declared`, `figures`, `places` and `spans` are made by observations.py; {sum} and {z} are filled in.
WITH
-- Which area lies in which, and how many areas of its level a sum needs.
within AS (
    SELECT c.place AS child, p.place, p.level, c.level AS child_level,
        count(*) OVER (PARTITION BY p.place, c.level) AS parts_needed
    FROM conformed.membership AS m
    INNER JOIN places AS c ON c.level = m.child_level AND c.area_code = m.child_code
    INNER JOIN places AS p ON p.level = m.level AND p.area_code = m.area_code
    WHERE m.level <> m.child_level
),
figured AS (
    SELECT
        f.number, s.span, p.place, p.level, f.value, f.lower, f.upper, f.note,
        -- A mean adds up as values times weights over weights.
        CASE WHEN d.kind = 'weighted_mean' THEN f.value * f.weight ELSE f.numerator END AS numerator,
        CASE WHEN d.kind = 'weighted_mean' THEN f.weight ELSE f.denominator END AS denominator,
        -- The worst state of the parts is the state of the whole.
        CASE f.status
            WHEN 'ok' THEN 1 WHEN 'caution' THEN 2 WHEN 'not_applicable' THEN 3 WHEN 'not_collected' THEN 4
            WHEN 'missing_at_source' THEN 5 ELSE 6
        END AS severity,
        d.additive,
        list_contains(d.levels, f.level) OR f.level = 'country' AS wanted
    FROM figures AS f
    INNER JOIN declared AS d USING (number)
    INNER JOIN spans AS s USING (period)
    INNER JOIN places AS p ON p.level = f.level AND p.area_code = f.area_code
),
-- A figure given for an area itself goes before one added up from the areas within it.
direct AS (
    SELECT
        number, span, place, 1 AS parts, 1 AS parts_needed, numerator, denominator,
        value AS only_value, lower AS only_lower, upper AS only_upper,
        severity AS worst, severity AS mildest, note AS first_note, note AS last_note, [note] AS notes
    FROM figured
    WHERE wanted
),
-- Where figures of two levels could be added up, those of the larger areas are.
taken AS (
    SELECT f.number, f.span, w.level, arg_min(w.child_level, w.children) AS child_level
    FROM (SELECT DISTINCT number, span, level FROM figured WHERE additive) AS f
    INNER JOIN (SELECT level, child_level, count(DISTINCT child) AS children FROM within GROUP BY level, child_level) AS w
        ON w.child_level = f.level
    INNER JOIN declared AS d ON d.number = f.number AND list_contains(d.levels, w.level)
    GROUP BY f.number, f.span, w.level
),
added AS (
    SELECT
        f.number, f.span, w.place, count(*) AS parts, any_value(w.parts_needed) AS parts_needed,
        CASE WHEN count(f.numerator) = count(*) THEN {sum}(f.numerator) END AS numerator,
        CASE WHEN count(f.denominator) = count(*) THEN {sum}(f.denominator) END AS denominator,
        any_value(f.value) AS only_value, NULL::DOUBLE AS only_lower, NULL::DOUBLE AS only_upper,
        max(f.severity) AS worst, min(f.severity) AS mildest, min(f.note) AS first_note, max(f.note) AS last_note,
        list(f.note) FILTER (f.severity > 2) AS notes
    FROM figured AS f
    INNER JOIN within AS w ON w.child = f.place
    SEMI JOIN taken AS t
        ON t.number = f.number AND t.span = f.span AND t.level = w.level AND t.child_level = f.level
    GROUP BY f.number, f.span, w.place
),
rolled AS (
    SELECT * FROM direct
    UNION ALL BY NAME
    SELECT * FROM added ANTI JOIN direct USING (number, span, place)
),
worked AS (
    SELECT
        r.*,
        CASE
            WHEN d.kind IN ('proportion', 'rate') THEN d.multiplier * r.numerator / nullif(r.denominator, 0)
            -- One part alone keeps the publisher's figure to the last digit.
            WHEN d.kind = 'weighted_mean' AND r.parts > 1 THEN r.numerator / nullif(r.denominator, 0)
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
        d.shows_numerator,
        d.shows_denominator
    FROM rolled AS r
    INNER JOIN declared AS d USING (number)
),
stated AS (
    SELECT
        *,
        coalesce(isfinite(worked_value), false) AS has_value,
        CASE
            WHEN parts < parts_needed THEN 'missing_at_source'
            WHEN worst = 6 THEN 'suppressed'
            WHEN worst = 5 THEN 'missing_at_source'
            WHEN worst = 4 THEN 'not_collected'
            WHEN worst = 3 OR NOT coalesce(isfinite(worked_value), false) THEN 'not_applicable'
            WHEN worst = 2 THEN 'caution'
            ELSE 'ok'
        END AS status
    FROM worked
),
valued AS (
    SELECT
        number, span, place, status,
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
        CASE WHEN status IN ('ok', 'caution') AND shows_numerator THEN numerator END AS numerator,
        CASE WHEN status IN ('ok', 'caution') AND shows_denominator THEN denominator END AS denominator
    FROM stated
),
latest AS (
    SELECT number, coalesce(max(span) FILTER (value IS NOT NULL), max(span)) AS span
    FROM valued
    GROUP BY number
),
-- Every area of a declared level has a row in every period, and every area of a reader's level one in the latest.
wanted AS (
    SELECT
        p.number, p.span, a.place, 'missing_at_source' AS status, 'The source has no row for this area.' AS note
    FROM (SELECT DISTINCT v.number, v.span FROM valued AS v INNER JOIN places AS a USING (place) WHERE a.level <> 'country')
        AS p
    INNER JOIN declared AS d USING (number)
    INNER JOIN places AS a ON list_contains(d.levels, a.level)
    UNION ALL
    SELECT
        d.number, l.span, a.place, 'not_collected',
        CASE WHEN a.level = 'neighbourhood' THEN d.not_added ELSE d.not_collected END
    FROM declared AS d
    INNER JOIN places AS a ON list_contains(d.missing_levels, a.level)
    LEFT JOIN latest AS l USING (number)
),
complete AS (
    SELECT * FROM valued
    UNION ALL BY NAME
    SELECT * FROM wanted ANTI JOIN valued USING (number, span, place)
),
benchmarks AS (
    SELECT v.number, v.span, v.value FROM valued AS v INNER JOIN places AS a USING (place) WHERE a.level = 'city'
),
-- One number for each indicator, period and level, because a window over one number costs half of one over three.
groups AS (
    SELECT v.number, v.span, v.place, v.value, (v.number * 100000 + v.span) * 10 + a.layer AS peers
    FROM valued AS v
    INNER JOIN places AS a USING (place)
    WHERE a.ranked AND v.value IS NOT NULL
),
ranks AS (
    SELECT g.number, g.span, g.place, rank() OVER (PARTITION BY g.peers ORDER BY g.value DESC) AS rank, n.rank_of
    FROM groups AS g
    INNER JOIN (SELECT peers, count(*) AS rank_of FROM groups GROUP BY peers) AS n USING (peers)
)
SELECT
    c.number,
    c.span,
    c.place,
    c.value,
    c.lower,
    c.upper,
    c.numerator,
    c.denominator,
    c.status,
    c.note,
    CASE WHEN a.compared THEN b.value END AS benchmark_value,
    judged(side_of(c.lower, c.upper, CASE WHEN a.compared THEN b.value END), d.polarity) AS comparison,
    CAST(r.rank AS INTEGER) AS rank,
    CAST(r.rank_of AS INTEGER) AS rank_of
FROM complete AS c
INNER JOIN declared AS d USING (number)
INNER JOIN places AS a USING (place)
LEFT JOIN benchmarks AS b ON b.number = c.number AND b.span = c.span
LEFT JOIN ranks AS r ON r.number = c.number AND r.span = c.span AND r.place = c.place
ORDER BY (c.number * 100000 + c.span) * 100000 + c.place
