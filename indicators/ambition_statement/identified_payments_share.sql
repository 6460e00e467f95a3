-- Pounds paid to suppliers of whom it could be decided whether they are third sector, by financial year.
SELECT
    a.level,
    a.area_code,
    p.year || '-04-01/P1Y' AS period,
    coalesce(sum(p.amount) FILTER (p.identified), 0) AS numerator,
    sum(p.amount) AS denominator,
    CASE WHEN bool_and(p.whole_year) THEN 'ok' ELSE 'caution' END AS status,
    CASE WHEN bool_and(p.whole_year) THEN '' ELSE 'Not every month of the year is published by every body.' END AS note
FROM conformed.payments AS p
CROSS JOIN conformed.areas AS a
WHERE a.level = 'city'
GROUP BY a.level, a.area_code, p.year
HAVING sum(p.amount) > 0
