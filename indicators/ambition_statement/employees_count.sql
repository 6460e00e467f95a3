-- Employees of charities that are not national, by the year in which the financial year ended.
SELECT
    c.level,
    c.area_code,
    r.year || '-01-01/P1Y' AS period,
    sum(r.employees) AS value,
    count(r.employees) || ' of ' || count(*) || ' returns tell employees.' AS note
FROM conformed.organisation_returns AS r
CROSS JOIN (SELECT level, area_code FROM conformed.areas WHERE level = 'city') AS c
WHERE r.in_full AND NOT r.national AND r.all_due
GROUP BY c.level, c.area_code, r.year
HAVING count(r.employees) > 0
