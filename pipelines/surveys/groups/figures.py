"""The figures about groups of organisations that an instrument could show, and what bars one.

Belongs here: the sets of organisations behind the figures of a measure, in the order of their importance. Does not
belong here: which of them are shown (`decision.py`), the rule about sets itself (`disclosure.py`), or
rows for a reader (`working_together.py`).

What is barred, beyond what the rule about sets withholds:

- A mean, or a change of those in both waves, whose organisations all have the same score. It would tell each one's
  score, as a mean at either end of the scale does: such a mean is this case.
- A mean of several measures where one of its parts is withheld, for the others would give that part back.

Beside its parts a mean of several measures tells of the organisations in which it is not simply the mean of these
parts, because they skipped some; and, where the parts are weighed otherwise, of those in which it is. So neither may
be few, and without any of the latter nothing holds the weights. One organisation that skipped one heading would thus
cost a whole city its overall score: where fewer than five of a sector lack one of the declared parts, they are left
out of all of them (`counted`), and the rows say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.declarations.instrument import Score
from pipelines.surveys.groups.disclosure import Figure
from pipelines.surveys.groups.organisations import GROUPS, Wave
from pipelines.surveys.rules import FEWEST_ORGANISATIONS

# Of which statistic (mean, gap or change_panel), of which group, in which wave.
Name = tuple[str, str, int]
Values = dict[Name, dict[str, float]]
_DUST = 1e-6


@dataclass(frozen=True)
class Decided:
    """One measure: what each organisation brings to a figure, by the figure's name, and the figures to show."""

    values: Values
    shown: frozenset[Name]


def counted(
    waves: Mapping[int, Wave], wanted: Mapping[str, Score]
) -> tuple[dict[int, Wave], set[tuple[str, str, int]]]:
    """Waves without the few of a sector that lack one of the parts of a declared mean of measures.

    Those of a sector in which fewer than five have every part stay, for there is no overall score to save.

    Returns:
        The waves, and of which measure, group and wave organisations were left out.
    """
    kept, touched = dict(waves), set()
    for number, measure in (
        (number, measure) for number in waves for measure, score in wanted.items() if score.mean_of
    ):
        linked = [measure, *wanted[measure].mean_of]
        for sector in ("public", "third", ""):
            wave = kept[number]
            having = [{o for o in wave.scores[one] if wave.group[o] == sector} for one in linked]
            every = set.intersection(*having)
            few = set.union(*having) - every
            if len(few) >= FEWEST_ORGANISATIONS or not few or len(every) < FEWEST_ORGANISATIONS:
                continue
            touched |= {(one, group, number) for one in linked for group in ("all", sector or "all")}
            fewer = {one: {o: score for o, score in wave.scores[one].items() if o not in few} for one in linked}
            kept[number] = Wave(wave.group, {**wave.scores, **fewer})
    return kept, touched


def parts_of(measure: str, wanted: Mapping[str, Score]) -> dict[str, int]:
    """The measures that a measure is the weighted mean of when everything is answered, with their weights."""
    score = wanted[measure]
    if score.mean_of:
        return dict.fromkeys(score.mean_of, 1)
    asked = set(score.questions)
    return {
        name: len(other.questions) for name, other in wanted.items() if set(other.questions) < asked and other.questions
    }


def values_of(waves: Mapping[int, Wave], measure: str) -> Values:
    """What each organisation brings to the means and changes of a measure, by the figure's name."""
    found: Values = {}
    before: Wave | None = None
    for number, wave in waves.items():
        for group in GROUPS:
            now = found["mean", group, number] = wave.of(measure, group)
            if before is not None:
                then = before.of(measure, group)
                found["change_panel", group, number] = {name: now[name] - then[name] for name in now if name in then}
        before = wave
    return found


def by_importance(waves: Sequence[int]) -> list[Name]:
    """Names of figures, the most important first; `waves` are in the order of time.

    Third and public of the latest wave, then of earlier waves; gaps; all; changes of those in both waves.
    """
    latest_first = waves[::-1]
    return [
        *(("mean", group, wave) for wave in latest_first for group in ("third", "public")),
        *(("gap", "all", wave) for wave in latest_first),
        *(("mean", "all", wave) for wave in latest_first),
        *(("change_panel", group, wave) for wave in latest_first[:-1] for group in ("third", "public", "all")),
    ]


def figures_of(
    measure: str,
    values: Mapping[str, Values],
    waves: Sequence[int],
    parts: Mapping[str, int],
    decided: Mapping[str, Decided],
) -> list[Figure[Name]]:
    """Every figure of a measure by importance.

    Args:
        measure: the measure.
        values: of every measure.
        waves: in the order of time.
        parts: as `parts_of` gives them.
        decided: what is shown of the parts.
    """
    own = values[measure]
    since = dict(zip(waves[1:], waves, strict=False))

    def figure(name: Name) -> Figure[Name]:
        statistic, _, wave = name
        if statistic == "gap":
            sides = tuple(("mean", group, wave) for group in ("public", "third"))
            return Figure(name, frozenset().union(*(own[side] for side in sides)), wave, needs=sides)
        even, uneven = _by_evenness(name, values, measure, parts)
        unsafe = parts and (not even or any(name not in decided[part].shown for part in parts))
        return Figure(
            name,
            frozenset(own[name]),
            wave,
            since=since[wave] if statistic == "change_panel" else None,
            barred=bool(unsafe) or _alike(own[name]),
            facets=(uneven, even) if parts else (),
        )

    return [figure(name) for name in by_importance(waves)]


def _alike(scores: Mapping[str, float]) -> bool:
    return bool(scores) and max(scores.values()) - min(scores.values()) < _DUST


def _by_evenness(
    name: Name, values: Mapping[str, Values], measure: str, parts: Mapping[str, int]
) -> tuple[frozenset[str], frozenset[str]]:
    """Organisations of a figure in which the measure is the weighted mean of its parts, and the others."""
    own, given = values[measure][name], {part: values[part][name] for part in parts}
    weight = sum(parts.values())

    def even(organisation: str) -> bool:
        if organisation not in own or any(organisation not in scores for scores in given.values()):
            return False
        mean = sum(parts[part] * scores[organisation] for part, scores in given.items()) / weight
        return abs(own[organisation] - mean) < _DUST

    everybody = own.keys() | {organisation for scores in given.values() for organisation in scores}
    first = frozenset(filter(even, everybody)) if parts else frozenset()
    return first, frozenset(everybody) - first
