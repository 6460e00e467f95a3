-- A 2011 area that was split counts by the share of its residents in each part, so the city still has as many
-- areas as the 2019 release had.
SELECT
    level,
    area_code,
    period,
    CASE WHEN imd_decile = 1 THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM conformed.imd_2025
UNION ALL
SELECT
    level,
    area_code,
    period,
    sum(CASE WHEN imd_decile = 1 THEN share ELSE 0 END) AS numerator,
    sum(share) AS denominator
FROM conformed.imd_2019
GROUP BY level, area_code, period
