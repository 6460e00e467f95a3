-- The wards of every indicator beside the city's figure, in the latest period that both have. Names in braces are
-- views; $periods and its like come from periods.py.
WITH spans AS (
    SELECT unnest($periods) AS period, unnest($starts) AS starts, unnest($ends) AS ends
),
city AS (
    SELECT o.indicator, o.period, o.value, a.kind, a.multiplier, s.starts, s.ends
    FROM {observations} AS o
    INNER JOIN spans AS s ON s.period = o.period
    INNER JOIN {about} AS a ON a.indicator = o.indicator
    WHERE o.level = 'city'
      AND o.value IS NOT NULL
      AND ((a.kind = 'proportion' AND a."interval" = 'wilson') OR (a.kind = 'rate' AND a."interval" = 'byar'))
),
wards AS (
    SELECT
        o.indicator,
        o.level,
        o.area_code,
        o.area_name,
        o.period,
        o.value,
        CAST(o.denominator AS DOUBLE) AS denominator,
        c.value AS benchmark_value,
        c.value / nullif(c.multiplier, 0) AS benchmark,
        c.kind = 'proportion' AS of_shares,
        c.multiplier
    FROM {observations} AS o
    INNER JOIN city AS c ON c.indicator = o.indicator AND c.period = o.period
    WHERE o.level = 'ward' AND o.value IS NOT NULL AND o.denominator > 0
    QUALIFY dense_rank() OVER (PARTITION BY o.indicator ORDER BY c.ends DESC, c.starts DESC, o.period DESC) = 1
)
SELECT
    *,
    CASE WHEN of_shares THEN multiplier * share_control_lower(benchmark, denominator, {z_95}) END AS lower_95,
    CASE WHEN of_shares THEN multiplier * share_control_upper(benchmark, denominator, {z_95}) END AS upper_95,
    CASE WHEN of_shares THEN multiplier * share_control_lower(benchmark, denominator, {z_998}) END AS lower_998,
    CASE WHEN of_shares THEN multiplier * share_control_upper(benchmark, denominator, {z_998}) END AS upper_998
FROM wards
ORDER BY indicator, area_code
