"""An explained number as text for an analyst, in order and in plain words.

Belongs here: lines for the terminal, from what `explaining.explain` gives. Does not belong here: finding anything out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.explaining.formulas import number
from pipelines.explaining.rows_used import ranges

_SPANS, _AREAS, _INDENT = 6, 5, "  "
_ROLES = {
    "figures": "figures",
    "register": "register; its rows are about the organisations or grants behind the number",
    "answers": "answers, kept coded in the private folder",
    "weights": "populations that answers are weighted to, or what the ward model knows of areas",
    "shares": "residents by which areas of 2011 are shared out",
    "places": "which area lies in which",
}
_CHANGED = {
    "declaration": "the declaration has changed since: the number is computed again as it is declared today",
    "method": "code or libraries have changed since: the number is computed again with today's",
    "places": "lookups or the place's own files have changed since: the number is computed again with today's",
}
_STATES = {
    "verified": "verified",
    "gone": "GONE",
    "differs": "DIFFERS from what the release names",
    "private": "not kept as a file",
}


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is known of one number, line by line."""
    about, area = told["indicator"], told["area"]
    yield f"{about['code']} {about['name']} ({about['indicator']})"
    yield f"{area['area_name']} ({area['level']} {area['area_code']}), {told['period']}"
    if told["release"]["synthetic"]:
        yield "SYNTHETIC: a made-up number, for demonstration."
    yield from _section("Published", _published(told))
    yield from _section("Definition", _definition(about))
    if told.get("formula"):
        yield from _section("Formula", _formula(told))
    if told.get("interval"):
        limits = told["interval"]
        yield from _section("Interval", [limits["words"], limits["with_figures"]])
    yield from _section("Files", _files(told["files"]))
    if told.get("population"):
        population = told["population"]
        yield from _section(
            "Population", [population["how"], *(["This year was interpolated."] * population["interpolated"])]
        )
    if told.get("comparison"):
        yield from _section("Comparison with the city", _comparison(told["comparison"], area["level"]))
    if told.get("trend"):
        yield from _section("Trend", _trend(told["trend"]))
    yield from _section("Release", _release(told["release"]))
    yield from _section("Computed again", _again(told))


def _section(title: str, text: Sequence[str] | Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"{_INDENT}{line}" for line in text)


def _digits(value: float | None) -> str:
    """A number to its last digit."""
    return "none" if value is None else repr(float(value)) if isinstance(value, float) else str(value)


def _published(told: Mapping[str, Any]) -> Iterator[str]:
    one = told["published"]
    if one["value"] is None:
        yield f"No value: {one['status'].replace('_', ' ')}. {one['note']}".strip()
        if told.get("suppression"):
            yield told["suppression"]
        return
    yield f"{_digits(one['value'])} {one['unit']}"
    if one["lower"] is not None:
        yield f"95% interval: {_digits(one['lower'])} to {_digits(one['upper'])}"
    yield f"Status: {one['status']}{'. ' + one['note'] if one['note'] else ''}"


def _definition(about: Mapping[str, str]) -> Iterator[str]:
    yield about["definition"]
    yield f"Numerator: {about['numerator_label']}. Denominator: {about['denominator_label']}."
    yield about["method"]
    yield from (f"Caveat: {caveat}" for caveat in about["caveats"].split(" | ") if caveat)


def _formula(told: Mapping[str, Any]) -> Iterator[str]:
    yield told["formula"]["words"]
    yield told["formula"]["with_figures"]
    if told["parts"]:
        areas = told["parts"]["areas"]
        more = f" and {len(areas) - _AREAS:,} more" if len(areas) > _AREAS else ""
        yield f"Added up over {len(areas):,} areas ({told['parts']['level']}): {', '.join(areas[:_AREAS])}{more}"
    for one in told["tables"]:
        counted = "" if one["one_by_one"] else "up to "
        entries = "entry" if one["rows"] == 1 else "entries"
        yield f"{counted}{one['rows']:,} {entries} of {one['table']} went into it"
    if told["estimate"]:
        yield ", ".join(f"{name.replace('_', ' ')} {value:,.6g}" for name, value in told["estimate"].items())


def _files(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not files:
        yield "The release names no file that feeds it."
    for file in files:
        yield f"{file['file']}: {_ROLES[file['role']]}"
        yield f"{_INDENT}{file['publisher']}: {file['title']}"
        yield f"{_INDENT}SHA-256 {file['sha256']}, {_STATES[file['state']]}"
        if file["rows"]:
            yield f"{_INDENT}{rows_in_words(file['rows'])}"
        if file["remedy"]:
            yield f"{_INDENT}{file['remedy']}"


def rows_in_words(rows: Sequence[int]) -> str:
    """Rows of a file: how many, and the first spans of them."""
    spans = ranges(rows)
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans[:_SPANS])
    more = f" and {len(spans) - _SPANS:,} more spans (--json lists all)" if len(spans) > _SPANS else ""
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}: {listed}{more}"


def _comparison(one: Mapping[str, Any], level: str) -> Iterator[str]:
    if one["benchmark_value"] is None:
        own = level in ("city", "country")
        yield "Areas are compared with the city, and it is not." if own else "The city has no figure of this period."
        return
    city = number(one["benchmark_value"], 4)
    if one["lower"] is None or one["upper"] is None:
        yield f"The city's value is {city}. Without an interval there is no comparison."
    else:
        limits = f"{number(one['lower'], 4)} to {number(one['upper'], 4)}"
        place = "below" if one["upper"] < one["benchmark_value"] else "above"
        held = one["lower"] <= one["benchmark_value"] <= one["upper"]
        told = "holds the city's" if held else f"lies {place} the city's"
        yield f"The interval {limits} {told} {city}: {one['comparison']} ({one['polarity'].replace('_', ' ')})"
    if one["rank"] is not None:
        yield f"Rank {one['rank']} of {one['rank_of']}, 1 being the highest value"


def _trend(one: Mapping[str, Any]) -> Iterator[str]:
    if not one["form"]:
        yield f"Cannot be calculated. {one['reason']}"
        return
    yield f"Form: {one['form']}; the last five years"
    for point in one["points"]:
        given = f"{number(point['numerator'])} / {number(point['denominator'])}" if one["form"] == "proportion" else (
            f"{number(point['lower'], 4)} to {number(point['upper'], 4)}"
        )  # fmt: skip
        yield f"{_INDENT}{point['period']}: {number(point['value'], 4)} ({given})"
    over = "above" if one["chi_squared"] > one["critical_value"] else "not above"
    yield f"chi-squared {_digits(one['chi_squared'])}, {over} the critical value {_digits(one['critical_value'])}"
    scale = "log odds a year" if one["form"] == "proportion" else "a year"
    yield f"Slope {_digits(one['slope'])} ({scale})"
    yield f"Slopes with one point left out: {', '.join(map(_digits, one['leave_one_out']))}"
    yield f"Marker: {one['marker'].replace('_', ' ')}; {one['judgement'].replace('_', ' ')}"
    if one["again"] is not None:
        yield f"Tested again on the figures computed again: {'agrees' if one['again'] else 'DIFFERS'}"


def _release(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['id']}, published {one['published']}, code version {one['code_version']}"
    then, now = one["code_fingerprint"], one["code_fingerprint_now"]
    yield f"Code fingerprint: {then or 'not recorded'}"
    if then and then != now:
        yield f"Today's code has another: {now}"
    if one["provenance"] == "not recorded":
        yield "The release does not record what its numbers were made by; they are computed again with today's code."
    yield from (_CHANGED[name][:1].upper() + _CHANGED[name][1:] + "." for name in one["changed_since"])


def _again(told: Mapping[str, Any]) -> Iterator[str]:
    one = told["recomputed"]
    if one["state"] == "not possible":
        yield f"Not possible. {one['words']}"
        return
    how = "from the kept answers" if any(f["role"] == "answers" for f in told["files"]) else "from the landed files"
    yield f"{how[:1].upper()}{how[1:]}: {one['words'][:1].lower()}{one['words'][1:]}"
    for name in one["differences"]:
        if name in one:
            yield f"{name}: published {_told(told['published'][name])}, computed again {_told(one[name])}"


def _told(value: Any) -> str:
    return value if isinstance(value, str) else _digits(value)
