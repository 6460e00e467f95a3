"""The English Indices of Deprivation of 2019 (2011 small areas) and 2025 (2021 small areas).

Belongs here: deciles, ranks, published rates and the underlying numerators. Ranks are relative, so nothing here is
ever summed; shares of residents in a decile are indicators.
"""

from functools import partial

from pipelines.declarations.expectation import expect
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

# The Indices describe about one or two years before; the period is the year of the release, as readers name it.
_PERIODS = {"lsoa21": "2025-01-01/P1Y", "lsoa11": "2019-01-01/P1Y"}
_NUMERATORS = ("income_deprived", "employment_deprived", "income_deprived_children", "income_deprived_older")
_DOMAINS_2025 = ("IMD", "Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment")
_DOMAINS_2019 = ("IMD", "Income", "Employment", "Education", "Health", "Crime", "Housing_and_Access", "Environment")


def _recognise_deciles(level: str, third: str, look: Glance) -> str | None:
    year = _PERIODS[level][:4]
    return (
        f"Indices of Deprivation {year}: deciles and ranks"
        if look.has_header(f"{level}_code", "IMD_decile", third)
        else None
    )


def _decile_columns(level: str) -> list[Column]:
    domains = _DOMAINS_2025 if level == "lsoa21" else _DOMAINS_2019
    columns = [Column(f"{level}_code", f"{level}_code" if level == "lsoa11" else "area_code", "code")]
    for domain in domains:
        columns.append(Column(f"{domain}_decile", f"{domain.lower()}_decile", "whole", minimum=1, maximum=10))
        columns.append(Column(f"{domain}_rank", f"{domain.lower()}_rank", "whole", minimum=1))
    if level == "lsoa21":
        columns.append(Column("IMD_score", "imd_score", "number", minimum=0, maximum=100))
        columns.append(Column("Income_score", "income_deprived_rate", "number", minimum=0, maximum=1))
        columns.append(Column("Employment_score", "employment_deprived_rate", "number", minimum=0, maximum=1))
    return columns


def _numerator_columns(level: str) -> list[Column]:
    children = "income_deprivation_affecting_children_index_idaci_numerator"
    older = "income_deprivation_affecting_older_people_index_idaopi_numerator"
    return [
        Column(f"{level}_code", f"{level}_code" if level == "lsoa11" else "area_code", "code"),
        Column("income_domain_numerator", "income_deprived", "whole", minimum=0, may_be_empty=True),
        Column("employment_domain_numerator", "employment_deprived", "whole", minimum=0, may_be_empty=True),
        Column(children, "income_deprived_children", "whole", minimum=0, may_be_empty=True),
        Column(older, "income_deprived_older", "whole", minimum=0, may_be_empty=True),
    ]


def _recognise_numerators(level: str, look: Glance) -> str | None:
    year = _PERIODS[level][:4]
    found = look.has_header(f"{level}_code", "income_domain_numerator", "employment_domain_numerator")
    return f"Indices of Deprivation {year}: underlying indicators" if found else None


def _read(level: str, columns: list[Column], landed: Landed, wanted: Wanted) -> Tidy:
    keep = wanted.lsoa21 if level == "lsoa21" else wanted.lsoa11
    tidy = read_table(landed, columns, keep, columns[0].name)
    for row in tidy.rows:
        row["level"], row["period"] = level, _PERIODS[level]
    return tidy


def _source(level: str, table: str, numerators: bool) -> Source:
    year = _PERIODS[level][:4]
    columns = _numerator_columns(level) if numerators else _decile_columns(level)
    marker = "Housing_and_Services_decile" if level == "lsoa21" else "Housing_and_Access_decile"
    expectations = (
        (expect("ExpectColumnValuesToBeBetween", column="income_deprived", min_value=0),)
        if numerators
        else (
            expect("ExpectColumnValuesToBeBetween", column="imd_decile", min_value=1, max_value=10),
            expect("ExpectColumnValuesToBeBetween", column="imd_rank", min_value=1, max_value=33_755),
        )
    )
    return Source(
        id=f"mhclg_{table}",
        table=table,
        title=f"English Indices of Deprivation {year}" + (": underlying indicators" if numerators else ""),
        publisher="Ministry of Housing, Communities and Local Government",
        cadence="every three to six years",
        recognise=partial(_recognise_numerators, level) if numerators else partial(_recognise_deciles, level, marker),
        read=partial(_read, level, columns),
        level=level,
        key=("area_code", "period") if level == "lsoa21" else ("lsoa11_code", "area_code", "period"),
        additive=_NUMERATORS if numerators and level == "lsoa11" else (),
        expectations=expectations,
    )


SOURCES = (
    _source("lsoa21", "imd_2025", numerators=False),
    _source("lsoa11", "imd_2019", numerators=False),
    _source("lsoa21", "imd_2025_underlying", numerators=True),
    _source("lsoa11", "imd_2019_underlying", numerators=True),
)
