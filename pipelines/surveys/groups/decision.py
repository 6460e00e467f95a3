"""Which figures of an instrument's measures are shown together.

Belongs here: going from the parts to the means of them, and the audit of everything at once. Does not belong here:
the sets behind a figure (`figures.py`), or the two rules that are asked (`disclosure.py`,
`audit.py`).
"""

from collections.abc import Mapping
from dataclasses import replace

from pipelines.declarations.instrument import Score
from pipelines.surveys.groups.audit import pinned
from pipelines.surveys.groups.disclosure import shown
from pipelines.surveys.groups.figures import Decided, Name, Values, by_importance, figures_of, parts_of, values_of
from pipelines.surveys.groups.organisations import Wave

# Organisation, wave, measure that has no parts.
Unknown = tuple[str, int, str]
_DUST = 1e-6


def decide(
    waves: Mapping[int, Wave], wanted: Mapping[str, Score], ends: Mapping[str, tuple[float, float]]
) -> dict[str, Decided]:
    """Decide what to show of every measure, in the order of `wanted`.

    What the audit finds pinned gives up the least important figure that it is part of, until nothing is.

    Args:
        waves: organisations by wave, in the order of time, as `counted` leaves them.
        wanted: the measures; of a mean of measures every part is among them.
        ends: the least and the greatest score of each measure.
    """
    values = {measure: values_of(waves, measure) for measure in wanted}
    given_up: set[tuple[str, Name]] = set()
    while True:
        decided = _decide(list(waves), values, wanted, given_up)
        shown_sums = _sums(decided, wanted)
        truth = {unknown: _score(values, *unknown) for terms in shown_sums.values() for unknown in terms}
        told = pinned(list(shown_sums.values()), truth, {unknown: ends[unknown[2]] for unknown in truth})
        if not told:
            return decided
        order = by_importance(list(waves))
        given_up.add(
            max(
                (key for key, terms in shown_sums.items() if not told.isdisjoint(terms)),
                key=lambda key: (order.index(key[1]), bool(parts_of(key[0], wanted)), key[0]),
            )
        )


def _decide(
    waves: list[int], values: Mapping[str, Values], wanted: Mapping[str, Score], given_up: set[tuple[str, Name]]
) -> dict[str, Decided]:
    decided: dict[str, Decided] = {}
    while len(decided) < len(wanted):
        for measure in wanted:
            parts = parts_of(measure, wanted)
            if measure not in decided and parts.keys() <= decided.keys():
                figures = [
                    replace(figure, barred=True) if (measure, figure.name) in given_up else figure
                    for figure in figures_of(measure, values, waves, parts, decided)
                ]
                decided[measure] = Decided(values[measure], frozenset(shown(figures)))
    return {measure: decided[measure] for measure in wanted}


def _sums(decided: Mapping[str, Decided], wanted: Mapping[str, Score]) -> dict[tuple[str, Name], dict[Unknown, float]]:
    """Every shown mean and change as a sum over what organisations scored on measures without parts."""
    values = {measure: of.values for measure, of in decided.items()}
    found: dict[tuple[str, Name], dict[Unknown, float]] = {}
    for measure, of in decided.items():
        waves = sorted({wave for _, _, wave in of.values})
        since = dict(zip(waves[1:], waves, strict=False))
        for name in sorted(of.shown):
            statistic, _, wave = name
            if statistic == "gap":
                continue
            signs = {wave: 1.0} if statistic == "mean" else {wave: 1.0, since[wave]: -1.0}
            found[measure, name] = {
                unknown: sign * weight
                for organisation in of.values[name]
                for number, sign in signs.items()
                for unknown, weight in _terms(values, wanted, organisation, number, measure).items()
            }
    return found


def _terms(
    values: Mapping[str, Values], wanted: Mapping[str, Score], organisation: str, wave: int, measure: str
) -> dict[Unknown, float]:
    """A score as a weighted mean of the parts that were answered; as itself, where it is no such mean."""
    itself = {(organisation, wave, measure): 1.0}
    weights = {
        part: weight
        for part, weight in parts_of(measure, wanted).items()
        if organisation in values[part]["mean", "all", wave]
    }
    total = sum(weights.values())
    mean = sum(weight * _score(values, organisation, wave, part) for part, weight in weights.items()) / (total or 1)
    if not weights or abs(mean - _score(values, organisation, wave, measure)) > _DUST:
        return itself
    return {
        unknown: weight / total * inner
        for part, weight in weights.items()
        for unknown, inner in _terms(values, wanted, organisation, wave, part).items()
    }


def _score(values: Mapping[str, Values], organisation: str, wave: int, measure: str) -> float:
    return values[measure]["mean", "all", wave][organisation]
