"""What can be wrong with a release folder, or go wrong with printing it."""

from __future__ import annotations


class ReleaseError(Exception):
    """A release that cannot be shown: which file, what was found, what was expected, what to do."""

    def __init__(self, file: str, found: str, expected: str, remedy: str) -> None:
        """Keep the four parts as one sentence each."""
        super().__init__(file, found, expected, remedy)

    def __str__(self) -> str:
        """Return the sentence that is printed."""
        file, found, expected, remedy = self.args
        return f"{file}: found {found}; expected {expected}. {remedy}"


class PrintingError(Exception):
    """PDFs cannot be made; the text is meant for an analyst."""


class PictureError(Exception):
    """A picture that was asked for cannot be drawn; the text is meant for an analyst."""
