-- Intervals, as macros: one formula each, used by every indicator.
-- z is the standard normal quantile of the confidence: 1.959963984540054 for 95%, 3.090232306167813 for 99.8%.
-- Every divisor is guarded, so that an empty denominator gives null and never an error or NaN.

-- Wilson (1927) score interval of a proportion x / n, in proportion units.
CREATE OR REPLACE MACRO wilson_limit(x, n, z, side) AS (
    (2 * x + z * z + side * z * sqrt(greatest(z * z + 4 * x * (1 - x / nullif(n, 0)), 0)))
    / nullif(2 * (n + z * z), 0)
);
-- At 0 and at n the limit is exact; rounding in the square root would leave dust.
CREATE OR REPLACE MACRO wilson_lower(x, n, z) AS (
    CASE WHEN n > 0 THEN CASE WHEN x = 0 THEN 0.0 ELSE wilson_limit(x, n, z, -1) END END
);
CREATE OR REPLACE MACRO wilson_upper(x, n, z) AS (
    CASE WHEN n > 0 THEN CASE WHEN x = n THEN 1.0 ELSE wilson_limit(x, n, z, 1) END END
);

-- Exact Poisson limits of the counts 0 to 9: chi-square quantiles / 2 with 2x and 2x + 2 degrees of freedom.
-- DuckDB has no chi-square quantile; the tests recompute the table with scipy.
CREATE OR REPLACE MACRO poisson_exact_lower(x, z) AS (
    CASE WHEN z > 3 THEN [
        0.0, 0.0010005003335835346, 0.045402017769489565, 0.19053337756840327, 0.42855241362842295,
        0.7393717319178327, 1.1071046602556396, 1.5203362603988093, 1.9708139217403662, 2.452424404363775
    ] ELSE [
        0.0, 0.025317807984289897, 0.24220927854396507, 0.6186721228956015, 1.089865373626325,
        1.623486390118421, 2.201894253490851, 2.814363051519867, 3.4538321767485023, 4.115373097378334
    ] END[CAST(x AS INTEGER) + 1]
);
CREATE OR REPLACE MACRO poisson_exact_upper(x, z) AS (
    CASE WHEN z > 3 THEN [
        6.907755278982137, 9.233413476451585, 11.228872242412661, 13.06224077918807, 14.79414922253721,
        16.454745203680105, 18.061636840199064, 19.626177395384232, 21.15619816583998, 22.65737330906293
    ] ELSE [
        3.6888794541139354, 5.571643390938898, 7.22468766772396, 8.767273069742323, 10.241588675403694,
        11.66833207932267, 13.059474022518685, 14.422675361702376, 15.763189220193313, 17.084803451419166
    ] END[CAST(x AS INTEGER) + 1]
);

-- Byar's approximation to the Poisson limits of a count (Breslow and Day 1987).
CREATE OR REPLACE MACRO byar_approximation(x, z, side) AS (
    x * pow(1 - 1 / nullif(9.0 * x, 0) + side * z / nullif(3 * sqrt(x), 0), 3)
);
-- Limits of a count: exact for counts under 10, else Byar. A share of a split area's count may be a fraction: its
-- exact limits are then those of the whole counts below and above it, so the interval is never too narrow.
CREATE OR REPLACE MACRO count_lower(x, z) AS (
    CASE WHEN floor(x) < 10 THEN poisson_exact_lower(floor(x), z) ELSE byar_approximation(x, z, -1) END
);
CREATE OR REPLACE MACRO count_upper(x, z) AS (
    CASE WHEN ceil(x) < 10 THEN poisson_exact_upper(ceil(x), z) ELSE byar_approximation(x + 1, z, 1) END
);
