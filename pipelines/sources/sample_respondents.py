"""Who answers a made-up survey: people drawn within wards, organisations that come back, entries of a log.

Belongs here: the columns of a response file that are not questions, and what tilts answers. Does not belong here: the
answers (`sample_answers`) or the files (`sample_surveys`).
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Code
from pipelines.sources.sample_answers import Rows, days_in, days_of_periods
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import World, share_out

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_RETURN = 0.8
_ADULTS_OF_HOUSEHOLDS = (1, 2, 3, 4)
_HOUSEHOLDS = (0.36, 0.46, 0.12, 0.06)
# Multiples of this fraction spread evenly over 0 to 1, so that the first few organisations already show every sector,
# and an organisation has the same sector in every instrument that asks for it alike.
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Respondents:
    """Everything about the rows of one instrument that is not an answer to be drawn.

    `columns` are in the order of a file, `known` are answers that are settled already.
    """

    rows: Rows
    columns: "dict[str, pl.Series]"
    known: "dict[str, pl.Series]"


def respondents(instrument: Instrument, world: World, rng: "np.random.Generator") -> Respondents:
    """Draw who answers in every wave, and where they live."""
    import numpy as np

    comes_back = instrument.respondent == "organisation" and instrument.columns.respondent.startswith("organisation")
    waves, size = instrument.sample.waves, instrument.sample.responses
    wave = np.repeat(np.arange(len(waves)), size)
    entity = _members(size, len(waves), rng) if comes_back else np.arange(len(wave))
    placed = instrument.respondent == "person" or instrument.geography is not None
    area = _places(world, instrument, entity, comes_back, rng) if placed else np.zeros(len(wave), dtype=np.int64)
    need, ward = np.array([a.need for a in world.areas]), _ward_numbers(world)
    sector = _sectors(instrument, entity) if comes_back else {}
    public = np.zeros(len(wave))
    if instrument.panel and sector:
        public = np.isin(sector[instrument.panel.sector].to_numpy(), instrument.panel.public).astype(float)
    rows = Rows(
        entity=entity,
        ward=ward[area] if placed else np.zeros(len(wave), dtype=np.int64),
        need=need[area] - need.mean() if placed else np.zeros(len(wave)),
        public=public,
        wave=wave,
        periods=tuple(days_in(instrument.period_of(year)) for year in waves),
        lasting=comes_back,
    )
    return Respondents(rows, _columns(instrument, world, rows, area, rng), sector)


def _members(size: int, waves: int, rng: "np.random.Generator") -> "Numbers":
    """Numbers of the organisations of each wave: most were there before, the others are new."""
    import numpy as np

    present = np.arange(size)
    found, known = [present], size
    for _ in range(waves - 1):
        stay = np.sort(rng.choice(present, round(_RETURN * size), replace=False))
        present = np.concatenate([stay, np.arange(known, known + size - len(stay))])
        known += size - len(stay)
        found.append(present)
    return np.concatenate(found)


def _places(
    world: World, instrument: Instrument, entity: "Numbers", comes_back: bool, rng: "np.random.Generator"
) -> "Numbers":
    """Index of the small area of each row: so many per ward as its luck has it, within it by the adults there."""
    import numpy as np

    luck = rng.uniform(0.25, 1.75, len(world.wards)).tolist()

    def drawn(count: int) -> "Numbers":
        areas: list[int] = []
        for ward, share in zip(world.wards, share_out(count, luck), strict=True):
            own = [i for i, area in enumerate(world.areas) if area.ward == ward]
            parts = share_out(share, [world.areas[i].aged(16) for i in own])
            areas.extend(i for i, part in zip(own, parts, strict=True) for _ in range(part))
        return np.array(areas)

    if comes_back:
        return rng.permutation(drawn(1 + int(entity.max())))[entity]
    return np.tile(drawn(instrument.sample.responses), len(instrument.sample.waves))


def _ward_numbers(world: World) -> "Numbers":
    """The number of the ward of each small area."""
    import numpy as np

    numbers = {ward.code: number for number, ward in enumerate(world.wards)}
    return np.array([numbers[area.ward.code] for area in world.areas], dtype=np.int64)


def _sectors(instrument: Instrument, entity: "Numbers") -> "dict[str, pl.Series]":
    """The sector of each organisation, the same in every wave."""
    import numpy as np
    import polars as pl

    name = instrument.panel.sector if instrument.panel else "sector"
    question = instrument.questions.get(name)
    if question is None or not question.codes:
        return {}
    codes: list[Code] = list(question.codes)
    weights = np.array((question.sample.weights + [0.0] * len(codes))[: len(codes)] or [1.0])
    weights = weights if weights.sum() > 0 else np.ones(len(codes))
    place = np.searchsorted(np.cumsum(weights) / weights.sum(), (entity * _GOLDEN) % 1.0, side="right")
    return {name: pl.Series(name, np.array(codes)[np.minimum(place, len(codes) - 1)])}


def _columns(
    instrument: Instrument, world: World, rows: Rows, area: "Numbers", rng: "np.random.Generator"
) -> "dict[str, pl.Series]":
    import numpy as np
    import polars as pl

    about = instrument.columns
    years = np.array(instrument.sample.waves)[rows.wave]
    columns = {about.respondent: _ids(instrument, rows, years.tolist()), about.wave: pl.Series(years)}
    for name in instrument.identifiers:
        columns[name] = _identifier(instrument, name, rows)
    if about.date:
        days = days_of_periods(rows, rng.random(len(years)))
        columns[about.date] = pl.Series(days.astype("datetime64[D]"))
    wards = np.array([a.ward.code for a in world.areas])
    if instrument.geography:
        if instrument.geography.carries == "postcode":
            known = np.array(postcodes_of(world))
            places = known[area, rng.integers(0, known.shape[1], len(area))]
        else:
            codes = np.array([a.code for a in world.areas])
            places = (codes if instrument.geography.carries == "lsoa21" else wards)[area]
        columns[instrument.geography.column] = pl.Series(places)
    if about.weight:
        columns[about.weight] = pl.Series(_weights(world, rows, rng))
    if about.stratum:
        columns[about.stratum] = pl.Series(wards[area])
    if about.psu:
        columns[about.psu] = pl.Series(np.array([a.code for a in world.areas])[area])
    if instrument.panel and instrument.panel.relationship:
        columns[instrument.panel.relationship] = _relationships(rows)
    return {name: column.alias(name) for name, column in columns.items()}


def _ids(instrument: Instrument, rows: Rows, years: list[int]) -> "pl.Series":
    import polars as pl

    numbers = rows.entity.tolist()
    if rows.lasting:
        return pl.Series([f"ORG-{number + 1:04d}" for number in numbers])
    first = instrument.columns.respondent[0].upper()
    size = instrument.sample.responses
    return pl.Series([f"{first}{year}-{n % size + 1:05d}" for year, n in zip(years, numbers, strict=True)])


def _identifier(instrument: Instrument, name: str, rows: Rows) -> "pl.Series":
    """Text that nobody could take for a real person's."""
    import polars as pl

    if "mail" in name:
        return pl.Series([f"synthetic.{number + 1}@example.invalid" for number in rows.entity.tolist()])
    words = instrument.respondent.title() if name.endswith("name") else name.replace("_", " ")
    return pl.Series([f"Synthetic {words} {number + 1}" for number in rows.entity.tolist()])


def _weights(world: World, rows: Rows, rng: "np.random.Generator") -> "NDArray[np.float64]":
    """Design weights: one adult of a household is drawn, and those of a ward sum to its adults in each wave."""
    import numpy as np

    adults: Counter[str] = Counter()
    for place in world.areas:
        adults[place.ward.code] += place.aged(16)
    cell = rows.wave * len(world.wards) + rows.ward
    household = rng.choice(_ADULTS_OF_HOUSEHOLDS, len(rows.ward), p=_HOUSEHOLDS).astype(float)
    summed = np.bincount(cell, weights=household)
    of_ward = np.array([adults[w.code] for w in world.wards], dtype=np.float64)[rows.ward]
    return np.asarray((household / summed[cell] * of_ward).round(3), dtype=np.float64)


def _relationships(rows: Rows) -> "pl.Series":
    """A third of the public bodies and as many of the third sector speak for a relationship with one another."""
    import numpy as np
    import polars as pl

    named = np.full(len(rows.entity), None, dtype=object)
    for wave in np.unique(rows.wave).tolist():
        sides = [np.flatnonzero((rows.wave == wave) & (rows.public == side)) for side in (1, 0)]
        pairs = min(len(sides[0]) // 3, len(sides[1]) // 3)
        for one, other in zip(sides[0][:pairs].tolist(), sides[1][:pairs].tolist(), strict=True):
            both = f"REL-{rows.entity[one] + 1:04d}-{rows.entity[other] + 1:04d}"
            named[one] = named[other] = both
    return pl.Series(named.tolist(), dtype=pl.String)
