-- Directly age-standardised rates, as macros: the 2013 European Standard Population and Dobson's interval.

-- First and last whole year of an age band such as 16-24; 85+ has no last year.
CREATE OR REPLACE MACRO youngest_of(age_band) AS (
    TRY_CAST(regexp_extract(age_band, '^(\d+)(-\d+|\+)$', 1) AS INTEGER)
);
CREATE OR REPLACE MACRO oldest_of(age_band) AS (TRY_CAST(regexp_extract(age_band, '^\d+-(\d+)$', 1) AS INTEGER));

-- Standard weight of the ages from `youngest` to `oldest`, both below 90, out of 100,000: the five-year bands 0-4 to
-- 85-89. A band that is cut gives the share of its weight that its years have, as if ages were even within it.
CREATE OR REPLACE MACRO esp_2013_between(youngest, oldest) AS (
    list_sum(list_transform(
        [
            5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000,
            7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500
        ],
        lambda weight, place:
            weight / 5.0 * greatest(0, least(oldest, 5 * place - 1) - greatest(youngest, 5 * place - 5) + 1)
    ))
);
-- Standard weight of an age band. The standard's last band is 90 and over (1,000), so a band that ends at 90 or above,
-- or an open one that begins above 90, has no weight (null); nor has anything that is not a band.
CREATE OR REPLACE MACRO standard_weight(age_band) AS (
    CASE
        WHEN oldest_of(age_band) IS NULL AND youngest_of(age_band) <= 90
            THEN esp_2013_between(youngest_of(age_band), 89) + 1000
        WHEN youngest_of(age_band) <= oldest_of(age_band) AND oldest_of(age_band) < 90
            THEN esp_2013_between(youngest_of(age_band), oldest_of(age_band))
    END
);

-- The rate and its limits are aggregates over the age bands of one area, one row a band: x events among n residents,
-- standard weight w, and k to put the bands in order, so that no last bit depends on the number of threads. Multiplied
-- by the caller. Null below ten events, and null, rather than a rate of fewer ages, when a band lacks its events, its
-- residents or its weight.
CREATE OR REPLACE MACRO can_be_standardised(x, n, w) AS (
    sum(x) >= 10 AND bool_and(coalesce(x >= 0 AND n > 0 AND w > 0, false))
);
CREATE OR REPLACE MACRO standardised_rate(x, n, w, k) AS (
    CASE WHEN can_be_standardised(x, n, w)
        THEN ordered_sum(w * x / nullif(n, 0), k) / nullif(ordered_sum(w, k), 0)
    END
);
-- Dobson et al. (1991): the interval of the total count (Byar), moved to the rate and scaled by sqrt(variance / count).
CREATE OR REPLACE MACRO dobson_limit(x, n, w, k, limit_of_total) AS (
    standardised_rate(x, n, w, k)
    + sqrt(ordered_sum(w * w * x / nullif(n * n, 0), k) / nullif(ordered_sum(x, k), 0)) / nullif(ordered_sum(w, k), 0)
    * (limit_of_total - ordered_sum(x, k))
);
CREATE OR REPLACE MACRO standardised_lower(x, n, w, k, z) AS (
    dobson_limit(x, n, w, k, count_lower(ordered_sum(x, k), z))
);
CREATE OR REPLACE MACRO standardised_upper(x, n, w, k, z) AS (
    dobson_limit(x, n, w, k, count_upper(ordered_sum(x, k), z))
);
