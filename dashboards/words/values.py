"""Numbers in words: rounding, units, intervals, ranks, lists.

Belongs here: how one number is written. Does not belong here: what it means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int) -> Decimal:
    """Round half away from zero, as published tables do, and never return a negative zero."""
    step = Decimal(1).scaleb(-decimals)
    result = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number_words(value: float, decimals: int) -> str:
    """Return the number with thousands commas and a true minus sign."""
    return f"{rounded(value, decimals):,f}".replace("-", "\N{MINUS SIGN}")


def signed_words(value: float, decimals: int) -> str:
    """Return a difference with its sign: `+4.2`, a true minus sign, and no sign before a nought."""
    sign = "+" if rounded(value, decimals) > 0 else ""
    return sign + number_words(value, decimals)


def _in_unit(value: float, unit: str, decimals: int) -> str:
    return signed_words(value, decimals) if unit == "points" else number_words(value, decimals)


def _with_unit(text: str, unit: str) -> str:
    match unit:
        case "percent":
            return f"{text}%"
        case "score 0-10" | "score 0-100":
            return f"{text} out of {unit.rpartition('-')[2]}"
        case "count" | "ratio" | "":
            return text
        case _:
            return f"{text} {unit}"


def value_words(value: float | None, unit: str, decimals: int) -> str:
    """Return the value with its unit: `17.2%`, `12.3 per 1,000`, `7.4 out of 10`, `+4.2 points`."""
    return "" if value is None else _with_unit(_in_unit(value, unit, decimals), unit)


def short_value(value: float | None, unit: str, decimals: int) -> str:
    """Return the value for a narrow place: the unit only where it is one sign."""
    if value is None:
        return ""
    return _in_unit(value, unit, decimals) + ("%" if unit == "percent" else "")


def interval_words(lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """Return `16.9% to 17.5%`, or nothing where a limit is missing."""
    if lower is None or upper is None:
        return ""
    low, high = _in_unit(lower, unit, decimals), _in_unit(upper, unit, decimals)
    if unit == "percent":
        return f"{low}% to {high}%"
    return _with_unit(f"{low} to {high}", unit)


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
