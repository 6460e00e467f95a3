-- Pounds paid to third sector suppliers, among all pounds paid, by financial year.
SELECT
    a.level,
    a.area_code,
    p.year || '-04-01/P1Y' AS period,
    coalesce(sum(p.amount) FILTER (p.third_sector), 0) AS numerator,
    sum(p.amount) AS denominator,
    CASE WHEN bool_and(p.whole_year) THEN 'ok' ELSE 'caution' END AS status,
    'Of the pounds, ' || round(100 * coalesce(sum(p.amount) FILTER (p.redacted), 0) / sum(p.amount)) :: INTEGER
    || '% went to suppliers whose name is withheld.'
    || CASE WHEN bool_and(p.whole_year) THEN '' ELSE ' Not every month of the year is published by every body.' END AS note
FROM conformed.payments AS p
CROSS JOIN conformed.areas AS a
WHERE a.level = 'city'
GROUP BY a.level, a.area_code, p.year
HAVING sum(p.amount) > 0
