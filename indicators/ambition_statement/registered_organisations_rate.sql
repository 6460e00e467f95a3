-- Wards by office; the city also counts organisations that work here from an office elsewhere.
WITH counted AS (
    SELECT o.year, unnest([w.area_code, c.area_code]) AS area_code
    FROM conformed.organisation_years AS o
    CROSS JOIN (SELECT area_code FROM conformed.areas WHERE level = 'city') AS c
    LEFT JOIN conformed.membership AS w
        ON w.level = 'ward' AND w.child_level = 'lsoa21' AND w.child_code = o.area_code
    WHERE o.active_at_end AND o.status_with_companies IS NOT NULL
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
WHERE a.level IN ('ward', 'city')
GROUP BY a.level, a.area_code, y.year, y.status, y.note
