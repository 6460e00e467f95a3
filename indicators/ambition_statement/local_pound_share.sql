-- Pounds paid to suppliers in the city, among those paid to suppliers whose postcode tells where they are.
SELECT
    a.level,
    a.area_code,
    p.year || '-04-01/P1Y' AS period,
    coalesce(sum(p.amount) FILTER (p.in_city), 0) AS numerator,
    coalesce(sum(p.amount) FILTER (p.in_city IS NOT NULL), 0) AS denominator,
    CASE WHEN bool_and(p.whole_year) THEN 'ok' ELSE 'caution' END AS status,
    'A postcode is known for '
    || round(100 * coalesce(sum(p.amount) FILTER (p.in_city IS NOT NULL), 0) / sum(p.amount)) :: INTEGER
    || '% of the pounds.'
    || CASE WHEN bool_and(p.whole_year) THEN '' ELSE ' Not every month of the year is published by every body.' END AS note
FROM conformed.payments AS p
CROSS JOIN conformed.areas AS a
WHERE a.level = 'city'
GROUP BY a.level, a.area_code, p.year
HAVING sum(p.amount) > 0
