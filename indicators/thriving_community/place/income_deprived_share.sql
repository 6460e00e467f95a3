-- The publisher's rate by small area; larger areas weigh it by residents, because the publisher's own denominators
-- are not in the file.
SELECT
    i.level,
    i.area_code,
    i.period,
    100 * i.income_deprived_rate AS value,
    c.residents AS weight
FROM conformed.imd_2025 AS i
INNER JOIN conformed.census_age AS c ON c.area_code = i.area_code
