"""One declared check, as a source or an indicator states it.

Belongs here: the shape of the declaration. Running it is the business of `checks`.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Expectation(BaseModel):
    """A Great Expectations class by name with its arguments, or `SumOfParts` (column equals the sum of parts).

    A critical expectation blocks: the table is not swapped in. A warning is published and does not block.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    severity: Literal["critical", "warning"] = "critical"


def expect(type: str, severity: Literal["critical", "warning"] = "critical", **arguments: Any) -> Expectation:  # noqa: A002 - as declarations call it
    """Shorthand for a declared check beside a source."""
    return Expectation(type=type, arguments=arguments, severity=severity)
