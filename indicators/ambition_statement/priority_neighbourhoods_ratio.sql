-- Offices by small area over residents of the year, in the most deprived tenth of England and in the rest of the city.
WITH offices AS (
    SELECT year, area_code, count(*) AS organisations
    FROM conformed.organisation_years
    WHERE active_at_end AND status_with_companies IS NOT NULL AND area_code IS NOT NULL
    GROUP BY year, area_code
),
years AS (
    SELECT year, any_value(status_with_companies) AS status, any_value(note_with_companies) AS note
    FROM conformed.organisation_years
    WHERE status_with_companies IS NOT NULL
    GROUP BY year
),
sides AS (
    SELECT
        y.year,
        y.status,
        y.note,
        sum(coalesce(o.organisations, 0)) FILTER (d.imd_decile = 1) AS priority,
        exact_sum(CASE WHEN d.imd_decile = 1 THEN p.residents ELSE 0 END) AS priority_residents,
        sum(coalesce(o.organisations, 0)) FILTER (d.imd_decile > 1) AS others,
        exact_sum(CASE WHEN d.imd_decile > 1 THEN p.residents ELSE 0 END) AS other_residents
    FROM years AS y
    INNER JOIN conformed.mid_year_populations AS p ON p.level = 'lsoa21' AND p.year = y.year
    INNER JOIN conformed.imd_2025 AS d ON d.area_code = p.area_code
    LEFT JOIN offices AS o ON o.area_code = p.area_code AND o.year = y.year
    GROUP BY y.year, y.status, y.note
)
SELECT
    c.level,
    c.area_code,
    s.year || '-01-01/P1Y' AS period,
    rate_ratio(s.priority, s.priority_residents, s.others, s.other_residents) AS value,
    rate_ratio_lower(s.priority, s.priority_residents, s.others, s.other_residents, 1.959963984540054) AS lower,
    rate_ratio_upper(s.priority, s.priority_residents, s.others, s.other_residents, 1.959963984540054) AS upper,
    s.status,
    s.note
FROM sides AS s
CROSS JOIN (SELECT level, area_code FROM conformed.areas WHERE level = 'city') AS c
