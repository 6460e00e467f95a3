-- As for income deprivation, weighted by residents of working age.
SELECT
    i.level,
    i.area_code,
    i.period,
    100 * i.employment_deprived_rate AS value,
    c.aged_16_24 + c.aged_25_34 + c.aged_35_49 + c.aged_50_64 AS weight
FROM conformed.imd_2025 AS i
INNER JOIN conformed.census_age AS c ON c.area_code = i.area_code
