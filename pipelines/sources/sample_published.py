"""The sample's election results and city-level series, in the publishers' formats.

Belongs here: the House of Commons Library's ward results and the Explore Local Statistics series. Does not
belong here: small areas, or the partnership's own figures. The habits of the real files are kept on purpose:
a title row, tabs and thousands commas inside cells, a vote count turned to TRUE by a spreadsheet, byte-order
marks, columns in another order, and the states `u` (unreliable) and `x` (missing).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines.sources.sample_census import Row, columns
from pipelines.sources.sample_world import NOTE, World, part_of, share_out, stream

_PARTIES = ("CON", "LAB", "LD", "GREEN", "IND", "TUSC")
_RESULT_COLUMNS = ("Vacancies", "Type", "Electorate", "Turnout (%)", *_PARTIES, "Total votes")
_COUNCIL_TYPES = {"E06": "UAT", "E08": "MB", "E09": "LB"}
_ELECTIONS_WITH_OLD_CODES = 2


def elections_2021(world: World) -> Iterator[Row]:
    """Ward results of May 2021: padded cells, no county, and two wards still under a superseded code."""
    header = ["County code", "County name", "Local authority code", "Local authority name", "Ward/ED code"]
    header += ["Ward/ED name", *_RESULT_COLUMNS, ""]
    yield ["Local election results by ward, 2021 (synthetic data)", *[""] * (len(header) - 1)]
    yield [*header]
    old_codes = dict(list(world.superseded.items())[:_ELECTIONS_WITH_OLD_CODES])
    for code, name, electorate, turnout, votes, total in _results(world, 2021, 0.37):
        cells = [f" \t{turnout} ", *(f" \t{vote:,} " if vote else " \t-   " for vote in (*votes, total)), ""]
        front = ["", "", world.place_code, world.place_name, old_codes.get(code, code), name]
        yield [*front, 1, _council(world), f" \t{electorate:,} ", *cells]


def elections_2022(world: World) -> Iterator[Row]:
    """Ward results of May 2022: a leading column, NA for the county, and one vote count that became TRUE."""
    header = ["COUNTYNAME", "County code", "County name", "Local authority code", "Local authority name"]
    header += ["Ward code", "Ward name", *_RESULT_COLUMNS]
    yield ["", "Local election results by ward, 2022 (synthetic data)", *[""] * (len(header) + 3)]
    yield [*header, *[""] * 5]
    for index, (code, name, electorate, turnout, votes, total) in enumerate(_results(world, 2022, 0.33)):
        cells = [f"{vote:,}" for vote in votes]
        if index == 0:
            cells[-1] = "TRUE"
        front = ["", "NA", "NA", world.place_code, world.place_name, code, name, 1, _council(world)]
        yield [*front, f"{electorate:,}", turnout, *cells, f"{total:,}", *[""] * 5]


def _council(world: World) -> str:
    return _COUNCIL_TYPES.get(world.place_code[:3], "SDT")


def _results(world: World, year: int, usual: float) -> Iterator[tuple[str, str, int, str, list[int], int]]:
    """Code, name, electorate, turnout in percent, votes by party, valid votes; votes follow nothing real."""
    rng = stream(f"elections {year}")
    for ward in world.wards:
        adults = sum(area.aged(18) for area in world.of_ward(ward))
        electorate = part_of(adults, 0.93 - 0.12 * ward.students + rng.uniform(-0.01, 0.01))
        share = max(0.12, min(0.6, usual - 0.055 * ward.need - 0.12 * ward.students + rng.gauss(0, 0.02)))
        ballots = round(electorate * share)
        valid = ballots - rng.randint(5, 40)
        votes = share_out(valid, [rng.uniform(0.5, 2.0) for _ in _PARTIES[:-1]] + [0.1])
        yield ward.code, ward.name, electorate, f"{100 * ballots / electorate:.1f}", votes, valid


@dataclass(frozen=True)
class _Series:
    """One published series for the place and its country.

    `levels` are the starting values (place, country), `slope` the change a period, `wobble` the noise and
    `half_width` the half of the interval (place, country) or None. `states` sets a state for a period of the
    place.
    """

    indicator: str
    periods: tuple[str, ...]
    measure: str
    unit: str
    levels: tuple[float, float]
    slope: float
    wobble: float
    decimals: int
    half_width: tuple[float, float] | None = None
    states: dict[str, str] = field(default_factory=dict)


def _years(first: int, last: int, pattern: str) -> tuple[str, ...]:
    return tuple(pattern.format(year) for year in range(first, last + 1))


def personal_wellbeing(world: World) -> Iterator[Row]:
    """Four means out of ten, with intervals; the one file whose `measure` stands before `observation`."""
    words = (
        ("Anxiety", "anxious", 3.05, 0.02),
        ("Happiness", "happy", 7.4, 0.0),
        ("Satisfaction", "satisfied", 7.5, 0.0),
        ("Worthwhile", "worthwhile", 7.75, 0.0),
    )
    series = [
        _Series(
            name,
            _years(2011, 2022, "{}-04-01/P1Y"),
            f"Mean (Where 0 is 'not at all {adjective}' and 10 is 'completely {adjective}')",
            "Score out of 10",
            (level, level),
            slope,
            0.07,
            2,
            (0.22, 0.02),
            {"2014-04-01/P1Y": "u"} if name == "Anxiety" else {},
        )
        for name, adjective, level, slope in words
    ]
    yield from _explore(world, "wellbeing", series, measure_first=True)


def healthy_life_expectancy(world: World) -> Iterator[Row]:
    """Years in good health at birth, over three years at a time, so that the periods overlap."""
    periods = _years(2011, 2022, "{}-01-01/P3Y")
    series = [
        _Series(f"{sex} healthy life expectancy", periods, "Years", "yrs", levels, -0.12, 0.5, 1, (2.3, 0.2))
        for sex, levels in (("Male", (62.0, 63.2)), ("Female", (62.6, 63.9)))
    ]
    yield from _explore(world, "healthy life", series)


def children_in_poverty(world: World) -> Iterator[Row]:
    """Children in relative poverty, before housing costs and, for two years, after them."""
    name = "Children in relative poverty {} housing costs"
    series = [
        _percent(name.format("before"), _years(2021, 2024, "{}-04-01/P1Y"), (24.0, 20.0), 0.4, 0.6, 8),
        _percent(name.format("after"), _years(2023, 2024, "{}-04-01/P1Y"), (31.0, 28.0), 0.3, 0.5, 8),
    ]
    yield from _explore(world, "poverty", series)


def claimant_count(world: World) -> Iterator[Row]:
    """People claiming unemployment-related benefits; one early year is missing."""
    periods = _years(2013, 2025, "{}-01-01/P1Y")
    series = [_percent("Claimant Count", periods, (3.4, 3.0), 0.06, 0.4, 1, {"2016-01-01/P1Y": "x"})]
    yield from _explore(world, "claimants", series)


def gigabit_broadband(world: World) -> Iterator[Row]:
    """Premises with gigabit-capable broadband, on the first day of each year."""
    periods = _years(2022, 2026, "{}-01-01")
    yield from _explore(world, "gigabit", [_percent("Gigabit capable broadband", periods, (79.0, 69.0), 4.2, 0.7, 1)])


def library_walk(world: World) -> Iterator[Row]:
    """Residents within a half-hour walk of a library, published once."""
    name = "Residents within a 30 minute walk of their nearest library"
    yield from _explore(world, "library", [_percent(name, ("2024-05-15",), (85.0, 77.0), 0.0, 1.5, 0)])


def _percent(
    indicator: str,
    periods: tuple[str, ...],
    levels: tuple[float, float],
    slope: float,
    wobble: float,
    decimals: int,
    states: dict[str, str] | None = None,
) -> _Series:
    kept = states or {}
    return _Series(indicator, periods, "Percentage", "%", levels, slope, wobble, decimals, states=kept)


def _explore(world: World, name: str, series: list[_Series], *, measure_first: bool = False) -> Iterator[Row]:
    rng = stream(f"explore {name}")
    middle = "measure observation" if measure_first else "observation measure"
    yield columns(f"areacd areanm geography indicator period {middle} unit lci_95 uci_95 status notes")
    places = (
        (world.place_code, world.place_name, "Local Authority District"),
        (world.country_code, world.country_name, "Nation"),
    )
    for one in series:
        number = _writer(one.decimals)
        for which, place in enumerate(places):
            for step, period in enumerate(one.periods):
                value = one.levels[which] + one.slope * step + rng.gauss(0, one.wobble / (1 + 2 * which))
                status = one.states.get(period, "") if which == 0 else ""
                half = one.half_width[which] if one.half_width else 0.0
                limits = [number(value - half), number(value + half)] if half and not status else ["", ""]
                seen = "" if status else number(value)
                cells = [one.measure, seen] if measure_first else [seen, one.measure]
                yield [*place, one.indicator, period, *cells, one.unit, *limits, status, NOTE]


def _writer(decimals: int) -> Callable[[float], str]:
    return lambda value: f"{value:.{decimals}f}"
