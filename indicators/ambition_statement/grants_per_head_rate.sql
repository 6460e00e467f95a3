-- Pounds awarded to recipients in the city. A ward has the grants placed in it; the city has all of them, also those that
-- are for several wards or for all of it.
WITH awarded AS (
    SELECT g.*, m.area_code AS ward_code
    FROM conformed.grants AS g
    LEFT JOIN conformed.membership AS m
        ON m.level = 'ward' AND m.child_level = g.level AND m.child_code = g.area_code
    WHERE g.recipient_here
),
years AS (
    SELECT
        year,
        sum(amount) AS pounds,
        list_sort(list(DISTINCT funder_name)) AS funders
    FROM awarded
    GROUP BY year
)
SELECT
    a.level,
    a.area_code,
    y.year || '-01-01/P1Y' AS period,
    coalesce(sum(g.amount), 0) AS numerator,
    '' AS note
FROM conformed.areas AS a
CROSS JOIN years AS y
LEFT JOIN awarded AS g ON g.ward_code = a.area_code AND g.year = y.year
WHERE a.level = 'ward'
GROUP BY a.level, a.area_code, y.year
UNION ALL BY NAME
SELECT
    a.level,
    a.area_code,
    y.year || '-01-01/P1Y' AS period,
    y.pounds AS numerator,
    'Grants of ' || len(y.funders) || ' funders: ' || array_to_string(y.funders[:12], ', ')
    || CASE WHEN len(y.funders) > 12 THEN ' and others.' ELSE '.' END AS note
FROM conformed.areas AS a
CROSS JOIN years AS y
WHERE a.level = 'city'
