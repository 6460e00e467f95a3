"""Identifiers of organisations in the form of org-id.guide: the register's prefix, then its own number.

Belongs here: writing one identifier in one way. Does not belong here: which organisations are the same (`matching`).
"""

import re

_CHARITY = re.compile(r"0*([1-9]\d{4,6})(?:[-/.]\d{1,4})?")
_SCOTTISH_CHARITY = re.compile(r"SC0*(\d{1,6})")
_NORTHERN_IRISH_CHARITY = re.compile(r"(?:NIC)?0*([1-9]\d{5})")
_COMPANY = re.compile(r"([A-Z]{0,2})(\d{1,8})([A-Z]{0,2})")
_COMPANY_LENGTH = 8
# Two letters of a country or XI, a register's letters, and what the register writes.
_OTHER = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,})-([A-Z0-9][A-Z0-9./-]*)")


def _signs(number: object) -> str:
    """What is written, in capitals and without blanks; nothing for an empty cell."""
    return re.sub(r"\s+", "", number).upper() if isinstance(number, str) else ""


def charity(number: object) -> str | None:
    """The identifier of a charity from the number that it writes.

    A linked charity's suffix (`1089464-1`) is dropped: it stands in the main charity's registration. A Scottish number
    keeps its letters (`GB-SC-SC012345`), a Northern Irish one loses them (`GB-NIC-100012`), as org-id.guide has them.

    Args:
        number: as published, with or without blanks.

    Returns:
        `GB-CHC-…`, `GB-SC-…` or `GB-NIC-…`; None when it is no charity number.
    """
    signs = _signs(number)
    if found := _CHARITY.fullmatch(signs):
        return f"GB-CHC-{found[1]}"
    if found := _SCOTTISH_CHARITY.fullmatch(signs):
        return f"GB-SC-SC{int(found[1]):06d}"
    if signs.startswith("NIC") and (found := _NORTHERN_IRISH_CHARITY.fullmatch(signs)):
        return f"GB-NIC-{found[1]}"
    return None


def company(number: object) -> str | None:
    """The identifier of anything that Companies House registers, from its number.

    Args:
        number: as published; leading zeros may be lost, letters before the digits (`SC`, `NI`, `CE`) are kept.

    Returns:
        `GB-COH-` and eight characters; None when it is no company number or stands for none (`00000000`).
    """
    found = _COMPANY.fullmatch(_signs(number))
    if found is None or not found[2].strip("0"):
        return None
    letters, digits, suffix = found.groups()
    room = _COMPANY_LENGTH - len(letters) - len(suffix)
    digits = digits.lstrip("0").zfill(room)
    return f"GB-COH-{letters}{digits}{suffix}" if len(digits) == room else None


def normalise(text: object) -> str | None:
    """Any written identifier in one form, so that two registers' writing of it is equal.

    A number without a prefix is not guessed at: seven digits may be a charity's or a company's. Numbers that a funder
    gave itself (`360G-…`) belong to no register.

    Args:
        text: an identifier with its register's prefix, in any case, with or without blanks.

    Returns:
        The identifier; None when it names no register or its number is none of that register's.
    """
    found = _OTHER.fullmatch(_signs(text))
    if found is None:
        return None
    register, number = found.groups()
    if register == "GB-COH":
        return company(number)
    if register == "GB-CHC":
        own = charity(number)
        return own if own and own.startswith("GB-CHC-") else None
    if register == "GB-SC":
        return charity(number if number.startswith("SC") else f"SC{number}")
    if register == "GB-NIC":
        return charity(number if number.startswith("NIC") else f"NIC{number}")
    return f"{register}-{number}"
