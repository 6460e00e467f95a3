-- Pounds of the base year, in millions.
WITH incomes AS (
    SELECT year, org_id, sum(income_real) AS income
    FROM conformed.organisation_returns
    WHERE in_full AND all_due
    GROUP BY year, org_id
)
SELECT
    c.level,
    c.area_code,
    i.year || '-01-01/P1Y' AS period,
    exact_sum(coalesce(i.income, 0)) / 1e6 AS value,
    CASE WHEN count(i.income) < 0.9 * count(*) THEN 'caution' ELSE 'ok' END AS status,
    'Income known of ' || count(i.income) || ' of ' || count(*) || ' organisations that had to report.' AS note
FROM incomes AS i
CROSS JOIN (SELECT level, area_code FROM conformed.areas WHERE level = 'city') AS c
GROUP BY c.level, c.area_code, i.year
HAVING count(i.income) > 0
