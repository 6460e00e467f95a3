-- As grants_per_head_rate, for the funders alone that published a grant, to anywhere, in every year of the series.
SELECT
    a.level,
    a.area_code,
    g.year || '-01-01/P1Y' AS period,
    sum(g.amount) AS numerator,
    'Grants of ' || count(DISTINCT g.funder_name) || ' funders: '
    || array_to_string(list_sort(list(DISTINCT g.funder_name))[:12], ', ')
    || CASE WHEN count(DISTINCT g.funder_name) > 12 THEN ' and others.' ELSE '.' END AS note
FROM conformed.grants AS g
CROSS JOIN conformed.areas AS a
WHERE g.recipient_here AND g.constant_funder AND a.level = 'city'
GROUP BY a.level, a.area_code, g.year
