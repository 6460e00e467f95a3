-- Fingertips' trend test of five yearly figures, as macros over lists in order of time: one formula each, for one
-- series and for all of them. Time `t` is in years about its middle, so that sums of squares stay small.
-- The lists hold no nulls; trend.py and trend_series.sql see to that.

-- The log odds of a share, which is infinite when nobody or everybody is counted: null then.
CREATE OR REPLACE MACRO log_odds(numerator, denominator) AS (
    CASE WHEN numerator > 0 AND numerator < denominator THEN ln(numerator / nullif(denominator - numerator, 0)) END
);
-- The weight of a figure, 1 / s², with s = the width of its 95% interval / 3.92 (2 × 1.96, not / 3.919928), as in
-- Fingertips.
CREATE OR REPLACE MACRO interval_weight(lower_limit, upper_limit) AS (
    CASE WHEN upper_limit > lower_limit THEN pow(3.92 / nullif(upper_limit - lower_limit, 0), 2) END
);
-- Term by term; written out because the rule is of five points, and a lambda would take twice the time.
CREATE OR REPLACE MACRO products_of(a, b) AS ([a[1] * b[1], a[2] * b[2], a[3] * b[3], a[4] * b[4], a[5] * b[5]]);

-- Slope of the weighted least-squares line of y on t.
CREATE OR REPLACE MACRO fitted_slope(t, y, w) AS (
    (list_sum(w) * list_inner_product(w, products_of(t, y)) - list_inner_product(w, t) * list_inner_product(w, y))
    / nullif(list_sum(w) * list_inner_product(w, products_of(t, t)) - pow(list_inner_product(w, t), 2), 0)
);
-- The five slopes that leave one point out each, which is to give it no weight.
CREATE OR REPLACE MACRO slopes_without_one(t, y, w) AS (
    [
        fitted_slope(t, y, [0.0, w[2], w[3], w[4], w[5]]),
        fitted_slope(t, y, [w[1], 0.0, w[3], w[4], w[5]]),
        fitted_slope(t, y, [w[1], w[2], 0.0, w[4], w[5]]),
        fitted_slope(t, y, [w[1], w[2], w[3], 0.0, w[5]]),
        fitted_slope(t, y, [w[1], w[2], w[3], w[4], 0.0])
    ]
);
-- (slope / its standard error)², the standard error from the intervals alone.
CREATE OR REPLACE MACRO interval_chi_squared(t, y, w) AS (
    pow(fitted_slope(t, y, w), 2)
    * (list_inner_product(w, products_of(t, t)) - pow(list_inner_product(w, t), 2) / nullif(list_sum(w), 0))
);
-- Chi-squared for linear trend in proportions c / n (Armitage 1955).
CREATE OR REPLACE MACRO proportion_chi_squared(t, c, n) AS (
    list_sum(n) * pow(list_sum(n) * list_inner_product(c, t) - list_sum(c) * list_inner_product(n, t), 2)
    / nullif(
        list_sum(c) * (list_sum(n) - list_sum(c))
        * (list_sum(n) * list_inner_product(n, products_of(t, t)) - pow(list_inner_product(n, t), 2)), 0
    )
);
-- Significant at p = 0.002 with one degree of freedom, and every slope that leaves a point out keeps the sign.
CREATE OR REPLACE MACRO trend_marker(chi_squared, slope, slopes) AS (
    CASE
        WHEN chi_squared IS NULL OR slope IS NULL THEN 'cannot_be_calculated'
        WHEN chi_squared > 9.54953570608324 AND slope > 0 AND list_min(slopes) > 0 THEN 'increasing'
        WHEN chi_squared > 9.54953570608324 AND slope < 0 AND list_max(slopes) < 0 THEN 'decreasing'
        ELSE 'no_change'
    END
);
-- Polarity turns a direction into a judgement; without one the direction stays as it is.
CREATE OR REPLACE MACRO trend_judgement(marker, polarity) AS (
    CASE
        WHEN polarity = 'no_judgement' OR marker NOT IN ('increasing', 'decreasing') THEN marker
        WHEN (marker = 'increasing') = (polarity = 'high_good') THEN 'getting_better'
        ELSE 'getting_worse'
    END
);
-- An aggregate: five terms by their place counted back from the last, which has place 1. A term that is not there is 0,
-- because list functions take no nulls; whoever builds the list says why nothing is tested then.
CREATE OR REPLACE MACRO five_in_order(term, back) AS (
    [
        coalesce(max(CAST(term AS DOUBLE)) FILTER (back = 5), 0.0),
        coalesce(max(CAST(term AS DOUBLE)) FILTER (back = 4), 0.0),
        coalesce(max(CAST(term AS DOUBLE)) FILTER (back = 3), 0.0),
        coalesce(max(CAST(term AS DOUBLE)) FILTER (back = 2), 0.0),
        coalesce(max(CAST(term AS DOUBLE)) FILTER (back = 1), 0.0)
    ]
);
