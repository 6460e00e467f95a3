-- Pounds to recipients of unknown size, among all pounds to recipients in the city.
SELECT
    a.level,
    a.area_code,
    g.year || '-01-01/P1Y' AS period,
    coalesce(sum(g.amount) FILTER (g.recipient_size = 'unknown'), 0) AS numerator,
    sum(g.amount) AS denominator
FROM conformed.grants AS g
CROSS JOIN conformed.areas AS a
WHERE g.recipient_here AND a.level = 'city'
GROUP BY a.level, a.area_code, g.year
