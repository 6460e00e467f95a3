-- The XmR process behaviour chart and its signals, as macros over the lists of one series in order of time: one formula
-- each, for one series and for all of them. The rules and their order are those of NHSRplotthedots.

-- The mean, corrected by the mean of what it misses: a level series has its own value as mean, to the last digit.
CREATE OR REPLACE MACRO process_mean(v) AS (
    list_avg(v) + list_avg(list_transform(v, lambda figure: figure - list_avg(v)))
);
CREATE OR REPLACE MACRO moving_ranges(v) AS (list_transform(v[2:], lambda figure, place: abs(figure - v[place])));
-- One pass, as the package does: ranges that are themselves beyond their limit do not widen the limits of the chart.
CREATE OR REPLACE MACRO screened_ranges(ranges) AS (
    list_filter(ranges, lambda moved: moved < 3.267 * list_avg(ranges))
);
-- How far the limits lie from the mean. Without a range that counts, as in a level series, they lie on it.
CREATE OR REPLACE MACRO process_reach(ranges) AS (2.66 * coalesce(list_avg(ranges), 0.0));

-- Lists of a mark per point: 1 above or rising, -1 below or falling, 0 neither.
CREATE OR REPLACE MACRO sides_of_mean(v, middle) AS (
    list_transform(v, lambda figure: CAST(sign(figure - middle) AS INTEGER))
);
-- A point on a limit is inside it.
CREATE OR REPLACE MACRO beyond_limits(v, middle, reach) AS (
    list_transform(
        v, lambda figure: CASE WHEN figure > middle + reach THEN 1 WHEN figure < middle - reach THEN -1 ELSE 0 END
    )
);
CREATE OR REPLACE MACRO close_to_limits(v, middle, reach) AS (
    list_transform(v, lambda figure: CASE
        WHEN figure > middle + reach OR figure < middle - reach THEN 0
        WHEN figure > middle + reach * 2 / 3 THEN 1
        WHEN figure < middle - reach * 2 / 3 THEN -1
        ELSE 0
    END)
);
CREATE OR REPLACE MACRO steps_of(v) AS (
    list_transform(v[2:], lambda figure, place: CAST(sign(figure - v[place]) AS INTEGER))
);
-- Marked where seven points end that all rise or all fall; a tie breaks it.
CREATE OR REPLACE MACRO seven_point_trends(v, steps) AS (
    list_transform(v, lambda figure, place: CASE
        WHEN place < 7 THEN 0
        WHEN abs(list_sum(steps[place - 6:place - 1])) = 6 THEN steps[place - 1]
        ELSE 0
    END)
);
-- Marked where seven points end that all lie on one side of the mean; one on the mean breaks it.
CREATE OR REPLACE MACRO seven_on_one_side(sides) AS (
    list_transform(sides, lambda side, place: CASE
        WHEN place < 7 THEN 0
        WHEN abs(list_sum(sides[place - 6:place])) = 7 THEN side
        ELSE 0
    END)
);
-- Every point of seven, not only the last. One that belongs to two series of seven takes the direction of the later.
CREATE OR REPLACE MACRO parts_of_seven(ends) AS (
    list_transform(ends, lambda mark, place: coalesce(
        list_filter(ends[place:place + 6], lambda other: other <> 0)[-1], 0
    ))
);
-- Three points in a row on one side, at least two of them close to the limit; marked at their first point.
CREATE OR REPLACE MACRO threes_near_limit(near, sides) AS (
    list_transform(sides, lambda side, place: CASE
        WHEN place > len(sides) - 2 THEN 0
        WHEN abs(list_sum(sides[place:place + 2])) = 3 AND abs(list_sum(near[place:place + 2])) >= 2 THEN side
        ELSE 0
    END)
);
CREATE OR REPLACE MACRO parts_of_three(starts) AS (
    list_transform(starts, lambda mark, place: coalesce(
        list_filter(starts[greatest(place - 2, 1):place], lambda other: other <> 0)[-1], 0
    ))
);
-- Polarity turns a direction into improvement or concern.
CREATE OR REPLACE MACRO process_variation(direction, polarity) AS (
    CASE
        WHEN direction = 0 THEN 'common_cause'
        WHEN polarity = 'no_judgement' AND direction > 0 THEN 'neutral_high'
        WHEN polarity = 'no_judgement' THEN 'neutral_low'
        WHEN (direction > 0) = (polarity = 'high_good') THEN 'improvement'
        ELSE 'concern'
    END
);
