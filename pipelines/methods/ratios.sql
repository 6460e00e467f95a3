-- Ratio of two rates of counted events, as macros: a events among b against c events among d.

CREATE OR REPLACE MACRO rate_ratio(a, b, c, d) AS (
    (a / nullif(CAST(b AS DOUBLE), 0)) / nullif(c / nullif(CAST(d AS DOUBLE), 0), 0)
);
-- Log-normal limits of the ratio of two independent Poisson rates (Breslow and Day 1987; the Wald interval of
-- log(ratio)). Without events on either side the logarithm does not exist, and there are no limits.
CREATE OR REPLACE MACRO rate_ratio_limit(a, b, c, d, z, side) AS (
    CASE WHEN a > 0 AND b > 0 AND c > 0 AND d > 0
        THEN rate_ratio(a, b, c, d)
            * exp(side * z * sqrt(1 / nullif(CAST(a AS DOUBLE), 0) + 1 / nullif(CAST(c AS DOUBLE), 0)))
    END
);
CREATE OR REPLACE MACRO rate_ratio_lower(a, b, c, d, z) AS (rate_ratio_limit(a, b, c, d, z, -1));
CREATE OR REPLACE MACRO rate_ratio_upper(a, b, c, d, z) AS (rate_ratio_limit(a, b, c, d, z, 1));
