-- Ranks and quantiles of areas by deprivation, as macros. Rank 1 is the most deprived of n areas; areas that tie share
-- the lowest rank of theirs, as rank() gives it and as the Indices of Deprivation publish it.

-- Decile of the Indices of Deprivation: 1 holds the most deprived tenth of the country's areas.
CREATE OR REPLACE MACRO iod_decile(area_rank, n) AS ((10 * area_rank + n - 1) // n);

-- Quantile 1 (most deprived) to q of one place's own areas, as PHEindicatormethods' phe_quantile: it counts from the
-- least deprived end, so that its groups may differ from the decile rule's by the one area on a border. Tied areas stay
-- together. Fewer areas than quantiles give none.
CREATE OR REPLACE MACRO quantile_of(area_rank, n, q) AS (
    CASE WHEN n >= q THEN q + 1 - (q * (n + 1 - area_rank) + n - 1) // n END
);

-- Rank that tied areas are scored at: the mean of the ranks they take up together.
CREATE OR REPLACE MACRO shared_rank(area_rank, ties) AS (area_rank + (ties - 1) / 2.0);

-- Exponential transform of the Indices of Deprivation (technical report, appendix on the exponential transformation):
-- 100 for the most deprived area, near 0 for the least, a tenth of the areas above 50.
CREATE OR REPLACE MACRO exponential_score(area_rank, n) AS (
    -23 * ln(1 - (n - area_rank + 1) / CAST(n AS DOUBLE) * (1 - exp(-100 / 23.0)))
);
