-- Each release with its own small areas: 2025 on those of 2021, 2019 on those of 2011 (moved by residents).
SELECT
    i.level,
    i.area_code,
    i.period,
    CASE WHEN i.imd_decile = 1 THEN c.residents ELSE 0 END AS numerator,
    c.residents AS denominator
FROM conformed.imd_2025 AS i
INNER JOIN conformed.census_age AS c ON c.area_code = i.area_code
UNION ALL
SELECT
    i.level,
    i.area_code,
    i.period,
    sum(CASE WHEN i.imd_decile = 1 THEN p.residents ELSE 0 END) AS numerator,
    sum(p.residents) AS denominator
FROM conformed.imd_2019 AS i
INNER JOIN conformed.population AS p
    ON p.lsoa11_code = i.lsoa11_code AND p.area_code = i.area_code AND p.period = '2019-06-30/P1D'
GROUP BY i.level, i.area_code, i.period
