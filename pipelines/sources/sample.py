"""The embedded synthetic sample: an inbox of made-up files in the publishers' own formats.

Belongs here: which files the sample has, their names and how they are written. Does not belong here: what
stands in them (`sample_*`). Every name starts with `SYNTHETIC_`, every small-area code is invented, and the
same reference folder and declared instruments always give the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from pipelines.declarations.catalogue import load_instruments
from pipelines.sources import sample_census as census
from pipelines.sources import sample_charities as charities
from pipelines.sources import sample_charity_returns as charity_returns
from pipelines.sources import sample_companies as companies
from pipelines.sources import sample_deprivation as deprivation
from pipelines.sources import sample_grants as grants
from pipelines.sources import sample_health as health
from pipelines.sources import sample_partnership as partnership
from pipelines.sources import sample_people as people
from pipelines.sources import sample_population as population
from pipelines.sources import sample_published as published
from pipelines.sources import sample_spending as spending
from pipelines.sources.sample_boundaries import boundary_files
from pipelines.sources.sample_surveys import survey_files
from pipelines.sources.sample_world import World, build_world

PREFIX = "SYNTHETIC_"
_PACKED_ON = (2026, 1, 2, 0, 0, 0)


@dataclass(frozen=True)
class _File:
    """A sample file: its name without the prefix, its rows, and how its publisher writes it.

    A file of `tabs` has its cells divided by them and nothing quoted; `packed_as` is its name inside a zip.
    """

    name: str
    rows: Callable[[World], Iterator[census.Row]]
    quote_all: bool = False
    line_end: str = "\n"
    byte_order_mark: bool = False
    tabs: bool = False
    packed_as: str = ""


def _census(name: str, rows: Callable[[World], Iterator[census.Row]]) -> _File:
    return _File(f"census2021_{name}_lsoa21.csv", rows)


def _explore(name: str, rows: Callable[[World], Iterator[census.Row]]) -> _File:
    return _File(f"{name}.csv", rows, line_end="\r\n", byte_order_mark=True)


def _extract(table: str, rows: Callable[[World], Iterator[census.Row]], suffix: str = "") -> _File:
    """A table of the Charity Commission's extract."""
    name = f"publicextract.{table}"
    return _File(f"{name}{suffix}.zip", rows, line_end="\r\n", tabs=True, packed_as=f"{name}.txt")


_FILES = (
    _File("lookup_lsoa21_ward24_ltla24.csv", census.lookup_lsoa21_ward, quote_all=True),
    _File("lookup_lsoa11_lsoa21_ltla22.csv", census.lookup_lsoa11_lsoa21, quote_all=True),
    _File("msoa_la.csv", census.msoa_names),
    _File("postcode_lookup_lsoa21.csv", people.postcode_lookup),
    _File("imd2025_lsoa21.csv", deprivation.imd_2025),
    _File("imd2019_lsoa11.csv", deprivation.imd_2019),
    _File("imd2025_lsoa21_indicators.csv", deprivation.imd_2025_indicators),
    _File("imd2019_lsoa11_indicators.csv", deprivation.imd_2019_indicators),
    _census("age_groups", census.age_groups),
    _census("age_sex", people.age_by_sex),
    _census("health_age", people.health_by_age),
    _census("disability", census.disability),
    _census("tenure", census.tenure),
    _census("overcrowding", census.overcrowding),
    _census("household_deprivation", census.household_deprivation),
    _census("ethnicity", census.ethnicity),
    _File("population2019_lsoa11.csv", partial(census.mid_year_population, year=2019)),
    _File("population2020_lsoa11.csv", partial(census.mid_year_population, year=2020)),
    *(_File(f"population_mid-{y}_lsoa21.csv", partial(population.broad_ages, year=y)) for y in population.YEARS),
    _File("local_elections_2021_wards.csv", published.elections_2021, line_end="\r\n"),
    _File("local_elections_2022_wards.csv", published.elections_2022, line_end="\r\n"),
    _File("personal-wellbeing-estimates.csv", published.personal_wellbeing),
    _File("healthy-life-expectancy.csv", published.healthy_life_expectancy, line_end="\r\n"),
    _explore("children-in-relative-poverty", published.children_in_poverty),
    _explore("claimant-count", published.claimant_count),
    _explore("gigabit-capable-broadband", published.gigabit_broadband),
    _explore("library-walk", published.library_walk),
    _File("local_health_life_expectancy.csv", health.life_expectancy, line_end="\r\n"),
    _File("partnership_figures.csv", partnership.partnership_figures),
    _File("volunteers_by_ward.csv", partnership.volunteers),
    _File("grants_community_foundation.csv", grants.grants_own, line_end="\r\n"),
    _File("grants_grantnav.csv", grants.grants_numbered, quote_all=True),
    _File("grants_new_endowment.csv", grants.grants_late, byte_order_mark=True),
    _File("council_spending_2018_to_2022.csv", spending.council_until_2022, line_end="\r\n"),
    _File("council_spending_since_2022.csv", spending.council_since_2022, byte_order_mark=True),
    _File("health_board_spending.csv", spending.health_body),
    _extract("charity", charities.register),
    *(_extract("charity", partial(charities.register, day=day), suffix=f"_{day}") for day in charities.EARLIER_DAYS),
    _extract("charity_area_of_operation", charities.areas),
    _extract("charity_event_history", charities.events),
    _extract("charity_annual_return_history", charity_returns.history),
    _extract("charity_annual_return_parta", charity_returns.part_a),
    _extract("charity_annual_return_partb", charity_returns.part_b),
    _File(
        "BasicCompanyDataAsOneFile.zip",
        companies.companies,
        quote_all=True,
        line_end="\r\n",
        packed_as="BasicCompanyDataAsOneFile.csv",
    ),
    _File("series-consumer-prices.csv", companies.prices, quote_all=True),
)


def write_sample(folder: Path, reference: Path) -> list[Path]:
    """Write an inbox of synthetic files for a place.

    Args:
        folder: where the files go; made when it is not there. Files of the same names are overwritten.
        reference: the place's reference folder, with `place.yaml` and `wards.csv`.

    Raises:
        DeclarationFaultsError: an instrument's declaration is wrong.

    Returns:
        The files written, in a fixed order.
    """
    world = build_world(reference)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    tables = ((file.name, _encode(file, world)) for file in _FILES)
    others = chain([grants.registry_file(world)], boundary_files(world), survey_files(load_instruments(), world))
    for name, content in chain(tables, others):
        path = folder / f"{PREFIX}{name}"
        path.write_bytes(content)
        written.append(path)
    return written


def _encode(file: _File, world: World) -> bytes:
    text = io.StringIO(newline="")
    if file.tabs:
        text.writelines("\t".join(map(str, row)) + file.line_end for row in file.rows(world))
    else:
        quoting: Literal[0, 1] = csv.QUOTE_ALL if file.quote_all else csv.QUOTE_MINIMAL
        csv.writer(text, lineterminator=file.line_end, quoting=quoting).writerows(file.rows(world))
    content = text.getvalue().encode("utf-8-sig" if file.byte_order_mark else "utf-8")
    return _packed(file.packed_as, content) if file.packed_as else content


def _packed(name: str, content: bytes) -> bytes:
    """A zip with one file in it, of a fixed day, so that the bytes are the same whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        about = zipfile.ZipInfo(name, date_time=_PACKED_ON)
        about.create_system = 3  # the same on every system
        archive.writestr(about, content, zipfile.ZIP_DEFLATED, compresslevel=6)
    return packed.getvalue()
