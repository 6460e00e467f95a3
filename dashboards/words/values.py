"""Numbers in words: rounding, units, intervals, ranks, lists.

Belongs here: how one number is written. Does not belong here: what it means.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MONEY_UNITS = ("£ per head", "£ million")
# A difference of two of these is said in points.
POINT_UNITS = ("percent", "points", "index", "score 0-10", "score 0-100")
_MINUS = "\N{MINUS SIGN}"
_MOST_DECIMALS = 6
# One figure is printed in tables, pictures, descriptions and files: about six times on a site.
_KEPT = 1 << 17


@functools.cache
def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


@functools.lru_cache(maxsize=_KEPT)
def rounded(value: float, decimals: int) -> Decimal:
    """Round half away from zero, as published tables do, and never return a negative zero."""
    result = Decimal(repr(float(value))).quantize(_step(decimals), ROUND_HALF_UP)
    return result or abs(result)


@functools.lru_cache(maxsize=_KEPT)
def number_words(value: float, decimals: int) -> str:
    """Return the number with thousands commas and a true minus sign."""
    return f"{rounded(value, decimals):,f}".replace("-", _MINUS)


def signed_words(value: float, decimals: int) -> str:
    """Return a difference with its sign: `+4.2`, a true minus sign, and no sign before a nought."""
    sign = "+" if rounded(value, decimals) > 0 else ""
    return sign + number_words(value, decimals)


def _in_unit(value: float, unit: str, decimals: int) -> str:
    if unit == "points":
        return signed_words(value, decimals)
    text = number_words(value, decimals)
    if unit not in MONEY_UNITS:
        return text
    return f"{_MINUS}£{text[1:]}" if text.startswith(_MINUS) else f"£{text}"


def _with_unit(text: str, unit: str) -> str:
    match unit:
        case "percent":
            return f"{text}%"
        case "score 0-10" | "score 0-100":
            return f"{text} out of {unit.rpartition('-')[2]}"
        case "count" | "ratio" | "index" | "":
            return text
        case "people":
            return f"{text} person" if text == "1" else f"{text} people"
        case _:
            return f"{text} {unit.removeprefix('£ ')}"


def value_words(value: float | None, unit: str, decimals: int) -> str:
    """Return the value with its unit: `17.2%`, `12.3 per 1,000`, `7.4 out of 10`, `+4.2 points`, `£12.3 million`."""
    return "" if value is None else _with_unit(_in_unit(value, unit, decimals), unit)


def short_value(value: float | None, unit: str, decimals: int) -> str:
    """Return the value for a narrow place: the unit only where it is one sign."""
    if value is None:
        return ""
    return _in_unit(value, unit, decimals) + {"percent": "%", "£ million": "m"}.get(unit, "")


def interval_words(lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """Return `16.9% to 17.5%`, or nothing where a limit is missing."""
    if lower is None or upper is None:
        return ""
    low, high = _in_unit(lower, unit, decimals), _in_unit(upper, unit, decimals)
    if unit == "percent":
        return f"{low}% to {high}%"
    return _with_unit(f"{low} to {high}", unit)


def small_words(value: float, decimals: int) -> str:
    """Return a size without its sign, with two significant digits where the usual decimals would print a nought."""
    size = abs(value)
    if size == 0 or rounded(size, decimals) > 0:
        return number_words(size, decimals)
    return number_words(size, min(1 - math.floor(math.log10(size)), _MOST_DECIMALS))


def distance_words(value: float, unit: str, decimals: int) -> str:
    """Return how far apart two values of a unit are, without a sign: `2.1 points`, `0.4 per 1,000`, `£1.2 million`."""
    text = small_words(value, decimals)
    if unit in POINT_UNITS:
        return f"{text} point" if text == "1" else f"{text} points"
    return _with_unit(f"£{text}" if unit in MONEY_UNITS else text, unit)


def more_words(value: float, unit: str, decimals: int) -> str:
    """Return a wanted difference: `2.1 more points`, `0.4 fewer per 1,000`, `£1.2 million more`, `0.05 less`."""
    text = small_words(value, decimals)
    more = value > 0
    many = "more" if more else "fewer"
    much = "more" if more else "less"
    match unit:
        case _ if unit in POINT_UNITS:
            return f"{text} {many} {'point' if text == '1' else 'points'}"
        case "people":
            return f"{text} {many} {'person' if text == '1' else 'people'}"
        case "count":
            return f"{text} {many}"
        case "ratio" | "":
            return f"{text} {much}"
        case "£ per head":
            return f"£{text} {much} per head"
        case "£ million":
            return f"£{text} million {much}"
        case _:
            return f"{text} {many} {unit}"


def amount_words(value: float | None) -> str:
    """Return a numerator or denominator: whole where it is whole, else with one decimal."""
    if value is None:
        return ""
    return number_words(value, 0 if float(value).is_integer() else 1)


def significant_words(value: float | None, digits: int = 3) -> str:
    """Return a number with about three significant digits, for diagnostics of any size; a dash where there is none."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    decimals = min(max(digits - 1 - math.floor(math.log10(abs(value))), 0), 6)
    return number_words(value, decimals)


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def rank_words(rank: int | None, rank_of: int | None) -> str:
    """Return `7th of 33`, where 1st is the highest value."""
    return f"{ordinal(rank)} of {rank_of}" if rank and rank_of else ""


def list_words(items: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return `1 ward`, `2 wards`."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def size_words(size: int) -> str:
    """Return the size of a file: `812 bytes`, `14 KB`, `2.1 MB`."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{number_words(size / 1000, 0)} KB"
    return f"{number_words(size / 1_000_000, 1)} MB"
