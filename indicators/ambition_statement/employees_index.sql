-- Employees of charities that are not national, as an index of those of 2020.
WITH reported AS (
    SELECT year, sum(employees) AS people, count(employees) AS told, count(*) AS returns
    FROM conformed.organisation_returns
    WHERE in_full AND NOT national AND all_due
    GROUP BY year
)
SELECT
    c.level,
    c.area_code,
    r.year || '-01-01/P1Y' AS period,
    100 * r.people / b.people AS value,
    r.told || ' of ' || r.returns || ' returns tell employees; in 2020 it was ' || b.told || ' of ' || b.returns || '.' AS note
FROM reported AS r
INNER JOIN reported AS b ON b.year = 2020 AND b.people > 0
CROSS JOIN (SELECT level, area_code FROM conformed.areas WHERE level = 'city') AS c
WHERE r.told > 0
