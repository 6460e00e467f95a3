-- The Census table is wide, one column for each age group and answer; a standardised rate needs a row for each age group.
SELECT
    h.level,
    h.area_code,
    h.period,
    b.age_band,
    b.good AS numerator,
    b.good + b.other AS denominator
FROM conformed.census_health_age AS h,
    unnest([
        {'age_band': '0-15', 'good': very_good_0_15 + good_0_15, 'other': fair_0_15 + bad_0_15 + very_bad_0_15},
        {'age_band': '16-24', 'good': very_good_16_24 + good_16_24, 'other': fair_16_24 + bad_16_24 + very_bad_16_24},
        {'age_band': '25-34', 'good': very_good_25_34 + good_25_34, 'other': fair_25_34 + bad_25_34 + very_bad_25_34},
        {'age_band': '35-49', 'good': very_good_35_49 + good_35_49, 'other': fair_35_49 + bad_35_49 + very_bad_35_49},
        {'age_band': '50-64', 'good': very_good_50_64 + good_50_64, 'other': fair_50_64 + bad_50_64 + very_bad_50_64},
        {
            'age_band': '65+',
            'good': very_good_65_over + good_65_over,
            'other': fair_65_over + bad_65_over + very_bad_65_over
        }
    ]) AS u (b)
