"""Dagster assets of the third sector: one register out of several, and what is given and paid to its organisations.

Belongs here: asset definitions. Does not belong here: making the tables (`registering`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.conformed import check_result, materialised
from pipelines.assets.registering import EXPECTED, MADE_OF, register_third_sector
from pipelines.progress import stage

_DESCRIPTIONS = {
    "organisations": "Every organisation of the registers, matched by identifiers: standing, size, place.",
    "organisation_years": "What each organisation that is counted here was at the end of each year.",
    "organisation_returns": "Income, staff and volunteers by financial year; late returns are missing, not zero.",
    "charity_years": "The city's charities at the end of each year: how many, of which size, with overdue accounts.",
    "grants": "Grants of the city: recipient and its size, months, and the area each one lands in.",
    "payments": "Payments of public bodies, with the supplier's organisation where the register knows it.",
    "register_flows": "Registrations and removals by year, with the net rate and its bootstrap interval.",
    "register_survival": "Kaplan-Meier survival to three years by year of registration.",
}


@dg.multi_asset(
    name="third_sector",
    specs=[
        dg.AssetSpec(
            key=["conformed", name],
            deps=[dg.AssetKey(table.split(".")) for table in made_of],
            group_name="third_sector",
            owners=["team:evidence"],
            kinds={"parquet"},
            description=_DESCRIPTIONS[name],
        )
        for name, made_of in MADE_OF.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            name="expectations",
            asset=["conformed", name],
            blocking=True,
            description="Each organisation and year once, words of the contract, limits about their value",
        )
        for name in EXPECTED
    ],
)
def third_sector() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Draw the register up again when a register, a declaration or a rule has changed."""
    with stage("third sector") as progress:
        result = register_third_sector()
        progress.say(f"{len(result.made)} tables made, {len(result.unchanged)} unchanged")
    for name in MADE_OF:
        yield materialised(f"conformed.{name}")
        yield check_result(["conformed", name], result.verdicts.get(f"conformed.{name}", []))
