-- Offices of organisations that are there for people here: neither national nor declared to work elsewhere only.
WITH counted AS (
    SELECT o.year, w.area_code
    FROM conformed.organisation_years AS o
    INNER JOIN conformed.membership AS w
        ON w.level = 'ward' AND w.child_level = 'lsoa21' AND w.child_code = o.area_code
    WHERE o.active_at_end AND o.status_with_companies IS NOT NULL AND o.works NOT IN ('national', 'elsewhere')
),
years AS (
    SELECT year, any_value(status_with_companies) AS status, any_value(note_with_companies) AS note
    FROM conformed.organisation_years
    WHERE status_with_companies IS NOT NULL
    GROUP BY year
)
SELECT
    a.level,
    a.area_code,
    y.year || '-01-01/P1Y' AS period,
    count(k.area_code) AS numerator,
    y.status,
    y.note
FROM conformed.areas AS a
CROSS JOIN years AS y
LEFT JOIN counted AS k ON k.area_code = a.area_code AND k.year = y.year
WHERE a.level = 'ward'
GROUP BY a.level, a.area_code, y.year, y.status, y.note
