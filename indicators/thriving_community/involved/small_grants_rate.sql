-- Small grants by ward. The city has all of them, also those that are for several wards or for all of it.
WITH small AS (
    SELECT g.*, m.area_code AS ward_code
    FROM conformed.grants AS g
    LEFT JOIN conformed.membership AS m
        ON m.level = 'ward' AND m.child_level = g.level AND m.child_code = g.area_code
    WHERE g.amount > 0 AND g.amount <= 10000
),
years AS (
    SELECT DISTINCT year FROM small
),
placed AS (
    SELECT a.level, a.area_code, y.year, g.placed_by
    FROM conformed.areas AS a
    CROSS JOIN years AS y
    LEFT JOIN small AS g ON g.year = y.year AND (g.ward_code = a.area_code OR a.level = 'city')
    WHERE a.level IN ('ward', 'city')
)
SELECT
    level,
    area_code,
    year || '-01-01/P1Y' AS period,
    count(placed_by) AS numerator,
    CASE WHEN count(placed_by) > 0
        THEN count(*) FILTER (placed_by = 'recipient') || ' of ' || count(placed_by)
            || ' grants are placed by the recipient''s office.'
        ELSE ''
    END AS note
FROM placed
GROUP BY level, area_code, year
