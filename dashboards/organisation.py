"""One organisation's own result as a page of its own: its profile beside the averages of both sides.

Belongs here: from the profile that the self-assessment makes to one self-contained page, without scripts, on one sheet
of A4. Does not belong here: computing the profile; anything of a release, because this page is handed to one
organisation and is never published.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dashboards.charts.marks import mark
from dashboards.charts.strip import strip
from dashboards.charts.svg import element
from dashboards.charts.theme import tokens_css
from dashboards.release.surveys import OVERALL
from dashboards.site import render
from dashboards.words.scores import BANDS, SIDES, band_words, reason_words
from dashboards.words.values import amount_words, number_words, rounded, signed_words

DECIMALS = 1
_NOT_SCORED = "Not enough answers"
_NOT_SHOWN = "Not shown"


@dataclasses.dataclass(frozen=True, slots=True)
class _Heading:
    label: str
    own: str
    band: str
    change: str
    public: str
    third: str
    picture: Markup


def _number(value: Any) -> float | None:
    try:
        return None if value is None or value == "" else float(value)
    except (TypeError, ValueError):
        return None


def _rows(profile: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [row for row in profile.get(name) or () if isinstance(row, Mapping)]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _score(value: float | None, otherwise: str) -> str:
    """Return a score, or words where there is none: never a nought."""
    return otherwise if value is None else number_words(value, DECIMALS)


def _reasons(profile: Mapping[str, Any]) -> list[str]:
    """Return why averages are not shown, each reason once."""
    found = [
        reason_words(_text(row, f"{side}_note"))
        for row in _rows(profile, "headings")
        for side in ("public", "third")
        if _number(row.get(side)) is None
    ]
    return [reason for reason in dict.fromkeys(found) if reason]


def _change(row: Mapping[str, Any]) -> str:
    before, now = _number(row.get("before")), _number(row.get("now"))
    if before is None or now is None:
        return ""
    # The difference of the numbers as printed, so that a reader who subtracts gets the same.
    difference = float(rounded(now, DECIMALS) - rounded(before, DECIMALS))
    return f"{number_words(before, DECIMALS)} ({signed_words(difference, DECIMALS)})"


def _heading(row: Mapping[str, Any], change: str, *, synthetic: bool) -> _Heading:
    own, public, third = (_number(row.get(name)) for name in ("own", "public", "third"))
    band = _text(row, "band") or (band_words(own) if own is not None else "")
    values = (("public", public), ("third", third), ("own", own))
    return _Heading(
        "Overall" if row.get("measure") == OVERALL else _text(row, "label") or _text(row, "measure"),
        _score(own, _NOT_SCORED),
        band if own is not None else "",
        change,
        _score(public, _NOT_SHOWN),
        _score(third, _NOT_SHOWN),
        strip(values, [start for start, _, _ in BANDS], synthetic=synthetic),
    )


def _answer(row: Mapping[str, Any], name: str) -> str:
    value = _number(row.get(name))
    return _text(row, name) if value is None else amount_words(value)


def _practices(
    profile: Mapping[str, Any],
) -> tuple[list[tuple[str, str]], list[tuple[str, list[tuple[str, str, str]]]]]:
    """Return the steps with their labels, and by heading what was answered, why there is no step, the practice."""
    steps: dict[str, str] = {}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in _rows(profile, "practices"):
        own, label = _answer(row, "own"), _text(row, "label")
        # Codes below nought stand for no answer, such as "not applicable"; their label says which.
        own = "" if (_number(row.get("own")) or 0.0) < 0 else own
        if own and label:
            steps.setdefault(own, label)
        said = "" if own and steps.get(own, "") == label else label or ("" if own else "No answer")
        found.setdefault(_text(row, "heading"), []).append((own, said, _text(row, "text")))
    return sorted(steps.items()), list(found.items())


def _relationships(profile: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return, for each relationship, the practices that both sides see more than one step apart."""
    return [
        (
            _text(row, "relationship"),
            [(_text(one, "text"), _answer(one, "own"), _answer(one, "other")) for one in _rows(row, "talk")],
        )
        for row in _rows(profile, "relationships")
    ]


def _key() -> list[tuple[Markup, str]]:
    def drawn(kind: str) -> Markup:
        return element("svg", mark(kind, 8, 8), viewBox="0 0 16 16", width=16, height=16, aria_hidden="true")

    names: Sequence[tuple[str, str]] = (
        ("own", "Your organisation"),
        ("public", SIDES["public"]),
        ("third", SIDES["third"]),
    )
    return [(drawn(kind), name) for kind, name in names]


def organisation_page(profile: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """Return the page of one organisation.

    Args:
        profile: instrument_title, organisation, period, synthetic, headings (measure, label, own, band, public,
            public_note, third, third_note), practices (question, heading, text, own, label), changes (measure, label,
            before, now), relationships (relationship, talk of question, text, own, other). What is missing is left out.
        about: What release.json says: title, citation, place. May be empty.

    Returns:
        A whole HTML page that needs no other file.
    """
    synthetic = bool(profile.get("synthetic"))
    changes = {_text(row, "measure"): _change(row) for row in _rows(profile, "changes")}
    headings = [
        _heading(row, changes.get(_text(row, "measure"), ""), synthetic=synthetic) for row in _rows(profile, "headings")
    ]
    steps, practices = _practices(profile)
    return render(
        "organisation.html",
        tokens=tokens_css(),
        title=_text(profile, "instrument_title") or "Self-assessment",
        organisation=_text(profile, "organisation"),
        period=_text(profile, "period"),
        synthetic=synthetic,
        headings=headings,
        reasons=_reasons(profile),
        changed=any(row.change for row in headings),
        bands=BANDS,
        key=_key(),
        steps=steps,
        practices=practices,
        relationships=_relationships(profile),
        release_title=_text(about, "title"),
        citation=_text(about, "citation"),
    )
