"""What the public and the third sector say of working together: figures of groups of organisations over waves.

Belongs here: rows with a value or a state, measure by measure, group by group, wave by wave. Does not belong here: one
row per organisation (`organisations.py`), which figures are shown (`decision.py`), intervals
(`intervals.py`), or what one organisation gets back (`profile.py`).

A withheld row keeps no number at all, nor the number of organisations, and has the same note whatever the reason: the
reason would say what the figure was.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from pipelines.declarations.instrument import Instrument, Score
from pipelines.surveys.coding.scores import ends, measures
from pipelines.surveys.groups import intervals as group_intervals
from pipelines.surveys.groups.decision import decide
from pipelines.surveys.groups.disclosure import Figure, shown
from pipelines.surveys.groups.figures import Decided, counted
from pipelines.surveys.groups.organisations import GROUPS, Pair, pairs, panel_of, read_wave
from pipelines.surveys.rules import FEWEST_ORGANISATIONS

if TYPE_CHECKING:
    import polars as pl

WITHHELD = "Withheld: from this figure, or from it and others, an organisation's own answers could be worked out."
TOO_FEW_FOR_MEDIAN = "A median is shown from ten organisations on."
NO_LIMITS = "Without an interval: its limits would be single organisations' own scores."
LEFT_OUT = "Without the few organisations that could not be scored on every heading."
# A share of relationships that is mostly one body's says how that body gets on.
MOST_OF_ONE_PARTY = 0.5

Row = dict[str, Any]


def working_together(frames_by_wave: "Mapping[int, pl.DataFrame]", instrument: Instrument) -> list[Row]:
    """Every figure of an instrument with a panel, shown or withheld.

    Statistics, for each measure and wave:

    - `mean` and `median` over the organisations of a group (public, third, all), each counting once;
    - `gap`: mean of the public less mean of the third sector;
    - `change_panel`: mean change since the wave before of the organisations that answered in both;
    - `change_all`: change of the group's mean since the wave before, whoever answered;
    - `disagreement`: percent of the relationships seen from both sides that have a question under this measure on
      which the sides are more than one step apart; not for a mean of measures.

    Limits are 95%: percentile bootstrap over organisations, seeded by instrument, measure, group and wave, rounded
    outward to whole points; Wilson for `disagreement`. Values are rounded to one decimal.

    Args:
        frames_by_wave: coded responses by wave.
        instrument: a declaration with a panel.

    Returns:
        Rows with instrument, measure, label, statistic, group, wave, period (of the later wave, for a change), value,
        lower, upper, organisations (those of the later wave, for a `change_all`; those that are party to the
        relationships, for a `disagreement`), status (ok or suppressed) and note.

    Raises:
        ValueError: when the instrument declares no panel.
    """
    panel = panel_of(instrument)
    waves = {wave: read_wave(frame, instrument) for wave, frame in sorted(frames_by_wave.items())}
    wanted = measures(instrument)
    sided = {wave: pairs(frame, instrument) for wave, frame in frames_by_wave.items()} if panel.relationship else {}
    rows: list[Row] = []
    waves, touched = counted(waves, wanted)
    for measure, decided in decide(waves, wanted, ends(instrument, wanted)).items():
        about = {"instrument": instrument.id, "measure": measure, "label": wanted[measure].label}
        before: int | None = None
        for wave in waves:
            key = (instrument.id, measure)
            found = [*_levels(decided, wave, key), _gap(decided, wave, key)]
            if before is not None:
                found += _changes(decided, wave, before, key)
            for row in found:
                if (measure, row["group"], wave) in touched and row["status"] == "ok":
                    row["note"] = f"{LEFT_OUT} {row['note']}".strip()
            rows += [about | {"wave": wave, "period": instrument.period_of(wave)} | row for row in found]
            before = wave
        if sided and wanted[measure].questions:
            rows += [
                about | {"wave": wave, "period": instrument.period_of(wave)} | row
                for wave, row in _disagreements(sided, wanted[measure])
            ]
    return rows


def _levels(decided: Decided, wave: int, key: Sequence[str]) -> list[Row]:
    rows = []
    for group in GROUPS:
        if ("mean", group, wave) not in decided.shown:
            rows += [_withheld("mean", group), _withheld("median", group)]
            continue
        scores = list(decided.values["mean", group, wave].values())
        rows.append(_row("mean", group, fmean(scores), group_intervals.of_mean(scores, *key, group, wave), len(scores)))
        rows.append(_median(scores, group, [*key, "median", group, wave]))
    return rows


def _median(scores: Sequence[float], group: str, key: Sequence[object]) -> Row:
    """A median is one organisation's own score: shown where five lie on either side, and its limits likewise."""
    if len(scores) < 2 * FEWEST_ORGANISATIONS:
        return _withheld("median", group, TOO_FEW_FOR_MEDIAN)
    lower, upper = group_intervals.of_median(scores, *key)
    beyond = min(sum(score <= lower for score in scores), sum(score >= upper for score in scores))
    limits = (lower, upper) if beyond >= FEWEST_ORGANISATIONS else None
    return _row("median", group, median(scores), limits, len(scores), "" if limits else NO_LIMITS)


def _gap(decided: Decided, wave: int, key: Sequence[str]) -> Row:
    if ("gap", "all", wave) not in decided.shown:
        return _withheld("gap", "all")
    public, third = (list(decided.values["mean", group, wave].values()) for group in ("public", "third"))
    limits = group_intervals.of_gap(public, third, *key, "gap", wave)
    return _row("gap", "all", fmean(public) - fmean(third), limits, len(public) + len(third))


def _changes(decided: Decided, wave: int, before: int, key: Sequence[str]) -> list[Row]:
    rows = []
    for group in GROUPS:
        if ("change_panel", group, wave) in decided.shown:
            moved = list(decided.values["change_panel", group, wave].values())
            limits = group_intervals.of_mean(moved, *key, "change_panel", group, wave)
            note = f"Change since {before} of the organisations that answered in both waves."
            rows.append(_row("change_panel", group, fmean(moved), limits, len(moved), note))
        else:
            rows.append(_withheld("change_panel", group))
        if {("mean", group, wave), ("mean", group, before)} <= decided.shown:
            later, earlier = (decided.values["mean", group, of] for of in (wave, before))
            limits = group_intervals.of_change(later, earlier, *key, "change_all", group, wave)
            value = fmean(later.values()) - fmean(earlier.values())
            note = f"Change since {before} of the mean, whoever answered."
            rows.append(_row("change_all", group, value, limits, len(later), note))
        else:
            rows.append(_withheld("change_all", group))
    return rows


def _disagreements(sided: Mapping[int, Sequence[Pair]], score: Score) -> list[tuple[int, Row]]:
    """Withheld also where all or none of the relationships have one, or where one body is party to most of them."""
    under = {
        wave: [pair for pair in found if not pair.given.keys().isdisjoint(score.questions)]
        for wave, found in sorted(sided.items())
    }
    apart = {
        wave: sum(not set(pair.apart).isdisjoint(score.questions) for pair in found) for wave, found in under.items()
    }
    figures = [
        Figure(
            wave,
            frozenset(pair.relationship for pair in found),
            wave,
            barred=apart[wave] in (0, len(found)) or _busiest(found) > MOST_OF_ONE_PARTY * len(found),
        )
        for wave, found in reversed(under.items())
    ]
    stand = shown(figures)
    rows = []
    for wave, found in under.items():
        if wave not in stand:
            rows.append((wave, _withheld("disagreement", "all")))
            continue
        limits = group_intervals.wilson(apart[wave], len(found))
        parties = len({side for pair in found for side in pair.sides})
        note = f"{len(found)} relationships seen from both sides."
        rows.append((wave, _row("disagreement", "all", 100 * apart[wave] / len(found), limits, parties, note)))
    return rows


def _busiest(found: Sequence[Pair]) -> int:
    """In how many of the relationships the organisation is that is in the most."""
    return max(Counter(side for pair in found for side in pair.sides).values(), default=0)


def response_rate(endorsers: Mapping[str, str], submitted: Collection[str]) -> list[Row]:
    """How many of those expected to answer did, by group.

    Whether an organisation took part is no answer of it, so a rate of nought or of a hundred stands. Groups of fewer
    than five, and what would give them back, are withheld all the same.

    Args:
        endorsers: the organisations that endorsed, each with "public", "third" or anything else.
        submitted: organisations that answered; others than endorsers do not count.

    Returns:
        For public, third and all: group, numerator, denominator, value in percent with its 95% Wilson limits, status
        and note.
    """
    sets = {g: frozenset(name for name, group in endorsers.items() if g in ("all", group)) for g in GROUPS}
    stand = shown([Figure(group, sets[group], 0) for group in ("third", "public", "all")])
    rows: list[Row] = []
    for group, expected in sets.items():
        if group not in stand:
            rows.append({"group": group, "numerator": None, "denominator": None} | _numbers(None, None, WITHHELD))
            continue
        came, of = len(expected.intersection(submitted)), len(expected)
        numbers = _numbers(100 * came / of, group_intervals.wilson(came, of), "")
        rows.append({"group": group, "numerator": came, "denominator": of} | numbers)
    return rows


def _row(
    statistic: str, group: str, value: float, limits: group_intervals.Limits | None, organisations: int, note: str = ""
) -> Row:
    about = {"statistic": statistic, "group": group, "organisations": organisations}
    return about | _numbers(round(value, 1), limits and group_intervals.whole(limits), note)


def _withheld(statistic: str, group: str, note: str = WITHHELD) -> Row:
    return {"statistic": statistic, "group": group, "organisations": None} | _numbers(None, None, note)


def _numbers(value: float | None, limits: group_intervals.Limits | None, note: str) -> Row:
    lower, upper = limits or (None, None)
    status = "suppressed" if value is None else "ok"
    return {"value": value, "lower": lower, "upper": upper, "status": status, "note": note}
