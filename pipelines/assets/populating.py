"""The table of mid-year populations, made again when what it is made from has changed.

Belongs here: digest and swap. Does not belong here: the arithmetic (`methods.populations`).
"""

from pipelines import fingerprint, warehouse
from pipelines.methods.observations import install_macros
from pipelines.methods.populations import SOURCES, TABLE, mid_year_populations

_CODE = ("pipelines/methods", "pipelines/assets/populating.py")


def make_populations() -> None:
    """Bring the table up to date; without any population there is none."""
    present = [table for table in SOURCES if warehouse.about(table)]
    if not present:
        warehouse.drop(TABLE)
        return
    inputs = [*present, "conformed.membership"]
    digest = fingerprint.of_values(
        {table: warehouse.about(table).get("digest") for table in inputs}, fingerprint.of_code(*_CODE)
    )
    if warehouse.is_current(TABLE, digest):
        return
    with warehouse.connect() as connection:
        install_macros(connection)
        warehouse.attach(connection, inputs)
        frame = mid_year_populations(connection, present)
    lines = frame.loc[frame["interpolated"], "year"].unique()
    notes = [f"Mid-year population of {year} was interpolated between the years around it." for year in sorted(lines)]
    warehouse.swap_in(TABLE, frame, digest, {"notes": notes})
