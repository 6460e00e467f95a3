-- Mid-year residents of every area and year, from what small areas have; a year between two known ones by the straight
-- line between them, marked. Nothing is carried beyond the first and the last known year.
-- `small_area_residents` (a view that populations.py makes) has area_code, year and the counts, one row an area and year.
WITH known AS (
    SELECT
        area_code,
        year,
        residents,
        aged_0_15,
        aged_16_64,
        aged_65_over,
        lead(year) OVER (PARTITION BY area_code ORDER BY year) AS next_year,
        lead(residents) OVER (PARTITION BY area_code ORDER BY year) AS next_residents,
        lead(aged_0_15) OVER (PARTITION BY area_code ORDER BY year) AS next_aged_0_15,
        lead(aged_16_64) OVER (PARTITION BY area_code ORDER BY year) AS next_aged_16_64,
        lead(aged_65_over) OVER (PARTITION BY area_code ORDER BY year) AS next_aged_65_over
    FROM small_area_residents
),
stepped AS (
    SELECT k.*, s.step, s.step / coalesce(k.next_year - k.year, 1.0) AS way
    FROM known AS k, unnest(range(coalesce(k.next_year - k.year, 1))) AS s (step)
),
small AS (
    SELECT
        area_code,
        CAST(year + step AS INTEGER) AS year,
        CASE WHEN step = 0 THEN residents ELSE residents + way * (next_residents - residents) END AS residents,
        CASE WHEN step = 0 THEN aged_0_15 ELSE aged_0_15 + way * (next_aged_0_15 - aged_0_15) END AS aged_0_15,
        CASE WHEN step = 0 THEN aged_16_64 ELSE aged_16_64 + way * (next_aged_16_64 - aged_16_64) END AS aged_16_64,
        CASE WHEN step = 0 THEN aged_65_over ELSE aged_65_over + way * (next_aged_65_over - aged_65_over)
        END AS aged_65_over,
        step > 0 AS interpolated
    FROM stepped
),
needed AS (
    SELECT level, area_code, count(*) AS parts
    FROM conformed.membership
    WHERE child_level = 'lsoa21' AND level <> 'country'
    GROUP BY level, area_code
)
-- An area has a population when every small area within it has one.
SELECT
    m.level,
    m.area_code,
    s.year,
    ordered_sum(CAST(s.residents AS DOUBLE), s.area_code) AS residents,
    CASE WHEN count(s.aged_0_15) = count(*) THEN ordered_sum(CAST(s.aged_0_15 AS DOUBLE), s.area_code) END AS aged_0_15,
    CASE WHEN count(s.aged_16_64) = count(*)
        THEN ordered_sum(CAST(s.aged_16_64 AS DOUBLE), s.area_code)
    END AS aged_16_64,
    CASE WHEN count(s.aged_65_over) = count(*)
        THEN ordered_sum(CAST(s.aged_65_over AS DOUBLE), s.area_code)
    END AS aged_65_over,
    bool_or(s.interpolated) AS interpolated
FROM small AS s
INNER JOIN conformed.membership AS m ON m.child_level = 'lsoa21' AND m.child_code = s.area_code
INNER JOIN needed AS n ON n.level = m.level AND n.area_code = m.area_code
GROUP BY m.level, m.area_code, s.year, n.parts
HAVING count(*) = n.parts
ORDER BY m.level, m.area_code, s.year
