-- Comparison with a benchmark and rank, as macros.

-- Limit-based comparison: the benchmark inside the interval, ends included, is similar. No interval, no comparison.
CREATE OR REPLACE MACRO side_of(lower_limit, upper_limit, benchmark) AS (
    CASE
        WHEN lower_limit IS NULL OR upper_limit IS NULL OR benchmark IS NULL THEN 'not_compared'
        WHEN upper_limit < benchmark THEN 'lower'
        WHEN lower_limit > benchmark THEN 'higher'
        ELSE 'similar'
    END
);
-- Polarity turns a side into a judgement; without one the side stays as it is.
CREATE OR REPLACE MACRO judged(side, polarity) AS (
    CASE
        WHEN polarity = 'no_judgement' OR side IN ('similar', 'not_compared') THEN side
        WHEN (side = 'higher') = (polarity = 'high_good') THEN 'better'
        ELSE 'worse'
    END
);
-- A sum whose last bit does not depend on the number of threads.
CREATE OR REPLACE MACRO ordered_sum(x, k) AS (list_sum(list(x ORDER BY k)));
-- The same for values that need not be kept to the last of their digits: decimals add exactly in any order. Null when a
-- part has none, so that no sum is of some parts only.
CREATE OR REPLACE MACRO whole_sum(x) AS (
    CASE WHEN count(x) = count(*) THEN CAST(sum(CAST(x AS DECIMAL(38, 12))) AS DOUBLE) END
);
