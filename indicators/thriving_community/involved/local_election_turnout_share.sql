-- Turnout is the publisher's own percentage; a year without a ward election is not applicable, never missing.
SELECT
    level,
    area_code,
    period,
    turnout_percent AS value,
    electorate AS weight,
    'ok' AS status,
    '' AS note
FROM conformed.elections
UNION ALL
SELECT
    level,
    area_code,
    period,
    NULL AS value,
    NULL AS weight,
    'not_applicable' AS status,
    'No ward election was held in this year.' AS note
FROM conformed.years_without_poll
