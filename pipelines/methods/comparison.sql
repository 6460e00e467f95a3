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
-- The same at two levels: the 95% interval says that it differs, the 99.8% interval that it differs by far.
CREATE OR REPLACE MACRO side_of_two_levels(lower_95, upper_95, lower_998, upper_998, benchmark) AS (
    CASE
        WHEN side_of(lower_95, upper_95, benchmark) = 'not_compared'
            OR side_of(lower_998, upper_998, benchmark) = 'not_compared' THEN 'not_compared'
        WHEN upper_998 < benchmark THEN 'much_lower'
        WHEN lower_998 > benchmark THEN 'much_higher'
        ELSE side_of(lower_95, upper_95, benchmark)
    END
);
-- Two intervals that share a point, ends included, are similar: the caution for a benchmark that is an estimate itself.
CREATE OR REPLACE MACRO side_of_interval(lower_limit, upper_limit, benchmark_lower, benchmark_upper) AS (
    CASE
        WHEN lower_limit IS NULL OR upper_limit IS NULL OR benchmark_lower IS NULL OR benchmark_upper IS NULL
            THEN 'not_compared'
        WHEN upper_limit < benchmark_lower THEN 'lower'
        WHEN lower_limit > benchmark_upper THEN 'higher'
        ELSE 'similar'
    END
);
-- A value beside control limits: where an area of its size would lie if it were like the benchmark.
CREATE OR REPLACE MACRO side_of_control(value, control_lower, control_upper) AS (
    CASE
        WHEN value IS NULL OR control_lower IS NULL OR control_upper IS NULL THEN 'not_compared'
        WHEN value < control_lower THEN 'lower'
        WHEN value > control_upper THEN 'higher'
        ELSE 'similar'
    END
);
-- Control limits of a share around a benchmark share at the area's own denominator: Wilson's, as in Fingertips.
CREATE OR REPLACE MACRO share_control_lower(benchmark, denominator, z) AS (
    wilson_lower(benchmark * denominator, denominator, z)
);
CREATE OR REPLACE MACRO share_control_upper(benchmark, denominator, z) AS (
    wilson_upper(benchmark * denominator, denominator, z)
);
-- Polarity turns a side into a judgement; without one the side stays as it is.
CREATE OR REPLACE MACRO judged(side, polarity) AS (
    CASE
        WHEN polarity = 'no_judgement' OR side IN ('similar', 'not_compared') THEN side
        WHEN side IN ('much_higher', 'much_lower')
            THEN CASE WHEN (side = 'much_higher') = (polarity = 'high_good') THEN 'best' ELSE 'worst' END
        WHEN (side = 'higher') = (polarity = 'high_good') THEN 'better'
        ELSE 'worse'
    END
);
-- A sum whose last bit does not depend on the number of threads.
CREATE OR REPLACE MACRO ordered_sum(x, k) AS (list_sum(list(x ORDER BY k)));
-- The same where many are added: decimals add exactly in any order, and are kept to twelve digits after the point.
CREATE OR REPLACE MACRO exact_sum(x) AS (CAST(sum(CAST(x AS DECIMAL(38, 12))) AS DOUBLE));
