"""Census 2021 tables by small area, in the long form: one row per area and category.

Belongs here: the categories of each table and the columns they become. Does not belong here: shares of them
(those are indicators). The wide table has one row per area, so that a ratio of two columns is enough.
"""

from dataclasses import dataclass
from functools import partial

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

CENSUS_DAY = "2021-03-21/P1D"


@dataclass(frozen=True)
class LongTable:
    """A Census table: its category column, its count column, its total (header and name), and its categories.

    Where a category is made of two columns, `outer` is the other one: the category is `Female: Aged 16 to 24 years`.
    A file with one of the columns of `without` is another table.
    """

    title: str
    category: str
    count: str
    total_header: str | None
    total: str
    categories: dict[str, str]
    outer: str = ""
    without: tuple[str, ...] = ()


_AGES = {
    "Aged 15 years and under": "0_15",
    **{f"Aged {first} to {last} years": f"{first}_{last}" for first, last in ((16, 24), (25, 34), (35, 49), (50, 64))},
    "Aged 65 years and over": "65_over",
}
_HEALTH = {
    f"{words} health": words.lower().replace(" ", "_") for words in ("Very good", "Good", "Fair", "Bad", "Very bad")
}

TABLES = {
    "census_age": LongTable(
        "Usual residents by age group",
        "age_group",
        "usual_residents",
        None,
        "residents",
        {label: f"aged_{age}" for label, age in _AGES.items()},
        without=("sex", "general_health"),
    ),
    "census_age_sex": LongTable(
        "Usual residents by sex and age group",
        "age_group",
        "usual_residents",
        None,
        "residents",
        {f"{sex}: {label}": f"{sex.lower()}_{age}" for sex in ("Female", "Male") for label, age in _AGES.items()},
        outer="sex",
    ),
    "census_health_age": LongTable(
        "General health by age group",
        "general_health",
        "usual_residents",
        None,
        "residents",
        {f"{label}: {health}": f"{name}_{age}" for label, age in _AGES.items() for health, name in _HEALTH.items()},
        outer="age_group",
    ),
    "census_disability": LongTable(
        "Disability under the Equality Act",
        "disability",
        "n",
        "total_residents",
        "residents",
        {"Disabled under the Equality Act": "disabled", "Not disabled under the Equality Act": "not_disabled"},
    ),
    "census_tenure": LongTable(
        "Tenure of households",
        "tenure",
        "n",
        "total_households",
        "households",
        {
            "Owned: Owns outright": "owned_outright",
            "Owned: Owns with a mortgage or loan": "owned_mortgage",
            "Shared ownership: Shared ownership": "shared_ownership",
            "Social rented: Rents from council or Local Authority": "rented_from_council",
            "Social rented: Other social rented": "rented_other_social",
            "Private rented: Private landlord or letting agency": "rented_private_landlord",
            "Private rented: Other private rented": "rented_other_private",
            "Lives rent free": "rent_free",
        },
    ),
    "census_overcrowding": LongTable(
        "Occupancy rating for bedrooms",
        "occupancy_rating",
        "n",
        "total_households",
        "households",
        {
            "+2 or more (under-occupied)": "rating_plus_2",
            "+1 (under-occupied)": "rating_plus_1",
            "0 (ideal)": "rating_0",
            "-1 (overcrowded)": "rating_minus_1",
            "-2 or less (overcrowded)": "rating_minus_2",
        },
    ),
    "census_household_deprivation": LongTable(
        "Households by dimensions of deprivation",
        "deprivation_dimensions",
        "n",
        "total_households",
        "households",
        {
            "Household is not deprived in any dimension": "deprived_in_0",
            "Household is deprived in one dimension": "deprived_in_1",
            "Household is deprived in two dimensions": "deprived_in_2",
            "Household is deprived in three dimensions": "deprived_in_3",
            "Household is deprived in four dimensions": "deprived_in_4",
        },
    ),
    "census_ethnicity": LongTable(
        "Usual residents by ethnic group",
        "ethnic_group",
        "n",
        "total_residents",
        "residents",
        {
            "Asian, Asian British or Asian Welsh": "asian",
            "Black, Black British, Black Welsh, Caribbean or African": "black",
            "Mixed or Multiple ethnic groups": "mixed",
            "White": "white",
            "Other ethnic group": "other",
        },
    ),
}


def _recognise(table: LongTable, look: Glance) -> str | None:
    columns = ["lsoa21_code", table.category, table.count, *filter(None, [table.outer])]
    if not look.has_header(*columns) or any(look.has_header(*columns, other) for other in table.without):
        return None
    return f"Census 2021: {table.title.lower()}"


def _read(table: LongTable, landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("lsoa21_code", "area_code", "code"),
        Column("lsoa21_name", "area_name", optional=True),
        Column(table.category, "category"),
        Column(table.count, "count", "whole", minimum=0),
    ]
    if table.total_header:
        columns.append(Column(table.total_header, "total", "whole", minimum=0))
    if table.outer:
        columns.append(Column(table.outer, "outer"))
    tidy = read_table(landed, columns, wanted.lsoa21, "area_code")
    for row in tidy.rows if table.outer else ():
        row["category"] = f"{row['outer']}: {row['category']}"
    _widen(table, landed, tidy)
    return tidy


def _widen(table: LongTable, landed: Landed, tidy: Tidy) -> None:
    """One row per area; a category that is unknown, absent or there twice with other figures is a fault."""
    areas: dict[str, dict[str, object]] = {}
    for row in tidy.rows:
        name = table.categories.get(row["category"])
        if name is None:
            tidy.faults.append(
                Fault(
                    landed.file,
                    repr(row["category"][:60]),
                    f"one of the {len(table.categories)} categories of the table",
                    "Use the table with the categories that CONTRIBUTING lists, or add the category to its source.",
                    row=row["source_row"],
                    column=table.category,
                    kind="category",
                )
            )
            continue
        area = areas.setdefault(
            row["area_code"],
            {
                "area_code": row["area_code"],
                "area_name": row.get("area_name", ""),
                "level": "lsoa21",
                "period": CENSUS_DAY,
                "source_file": row["source_file"],
                "source_row": row["source_row"],
                table.total: row.get("total"),
            },
        )
        if name in area and area[name] != row["count"]:
            tidy.faults.append(
                Fault(
                    landed.file,
                    f"{row['count']} for a category that already has {area[name]}",
                    "one row per area and category",
                    "Remove the row that is wrong.",
                    row=row["source_row"],
                    column=table.count,
                    kind="conflict",
                )
            )
        area[name] = row["count"]
    tidy.rows = list(areas.values())
    if not tidy.faults:
        _check_totals(table, landed, tidy)


def _check_totals(table: LongTable, landed: Landed, tidy: Tidy) -> None:
    for row in tidy.rows:
        missing = [label for label, name in table.categories.items() if name not in row]
        if missing:
            tidy.faults.append(
                Fault(
                    landed.file,
                    f"no row for {missing[0]!r} in {row['area_code']}",
                    "a row for every category of every area",
                    "The file may be cut short: download it again.",
                    row=row["source_row"],
                    kind="missing category",
                )
            )
            continue
        total = sum(row[name] for name in table.categories.values())
        if row[table.total] is None:
            row[table.total] = total
        elif row[table.total] != total:
            tidy.faults.append(
                Fault(
                    landed.file,
                    f"categories of {row['area_code']} that sum to {total:,}",
                    f"the stated total of {row[table.total]:,}",
                    "A count is wrong or a row is missing: download the file again.",
                    row=row["source_row"],
                    kind="total",
                )
            )


def _source(name: str, table: LongTable) -> Source:
    return Source(
        id=f"ons_{name}",
        table=name,
        title=f"Census 2021: {table.title}",
        publisher="Office for National Statistics",
        cadence="every ten years",
        recognise=partial(_recognise, table),
        read=partial(_read, table),
        expectations=(expect("SumOfParts", column=table.total, parts=list(table.categories.values())),),
    )


SOURCES = tuple(_source(name, table) for name, table in TABLES.items())
