-- Applications come by ward; residents come by small area and are added up to the ward.
SELECT
    v.level,
    v.area_code,
    v.period,
    v.applied AS numerator,
    sum(c.residents) AS denominator
FROM conformed.volunteers AS v
INNER JOIN conformed.membership AS m ON m.level = 'ward' AND m.area_code = v.area_code AND m.child_level = 'lsoa21'
INNER JOIN conformed.census_age AS c ON c.area_code = m.child_code
GROUP BY v.level, v.area_code, v.period, v.applied
