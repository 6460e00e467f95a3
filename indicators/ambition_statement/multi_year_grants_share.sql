-- Pounds in grants for longer than 24 months, among those whose planned length is known; the note says how many are.
SELECT
    a.level,
    a.area_code,
    g.year || '-01-01/P1Y' AS period,
    coalesce(sum(g.amount) FILTER (g.months > 24), 0) AS numerator,
    coalesce(sum(g.amount) FILTER (g.months IS NOT NULL), 0) AS denominator,
    'The planned length is known of '
    || round(100 * coalesce(sum(g.amount) FILTER (g.months IS NOT NULL), 0) / sum(g.amount)) :: INTEGER
    || '% of the pounds.' AS note
FROM conformed.grants AS g
CROSS JOIN conformed.areas AS a
WHERE g.recipient_here AND a.level = 'city'
GROUP BY a.level, a.area_code, g.year
HAVING sum(g.amount) > 0
