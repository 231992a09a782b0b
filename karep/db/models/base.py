"""What every record shares: key, stamps, tombstone, and the cleaning of text at the door."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, SQLModel

from karep.i18n import _
from karep.rules.stored_text import clean_text
from karep.rules.zones import FIRST_YEAR, LAST_YEAR, utc_text

LONGEST_NAME = 400
LONGEST_TEXT = 100_000


def _required(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("empty", _("must not be empty"))
    return value


def _at_most(limit: int) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        if value is not None and len(value) > limit:
            raise PydanticCustomError("too_long", _("is longer than {limit} characters").format(limit=f"{limit:,}"))
        return value

    return check


def one_of(values: Collection[str]) -> AfterValidator:
    """A validator that accepts the keys of a closed list, or None."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in values:
            raise PydanticCustomError("choice", _("must be one of: {values}").format(values=", ".join(values)))
        return value

    return AfterValidator(check)


def ranking_of(letters: Collection[str]) -> AfterValidator:
    """A validator that accepts some of these letters in any order, each once, or None."""

    def check(value: str | None) -> str | None:
        if value is not None and (len(set(value)) < len(value) or not set(value) <= set(letters)):
            raise PydanticCustomError(
                "ranking", _("must be letters of {values}, each once").format(values="".join(letters))
            )
        return value

    return AfterValidator(check)


def within(low: int, high: int) -> AfterValidator:
    """A validator that accepts whole numbers from `low` to `high`, or None."""

    def check(value: int | None) -> int | None:
        if value is not None and not low <= value <= high:
            raise PydanticCustomError("range", _("must be from {low} to {high}").format(low=low, high=high))
        return value

    return AfterValidator(check)


def _stamp(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("moment", _("is not a date and time")) from error
    if moment.tzinfo is None:
        raise PydanticCustomError("moment", _("lacks its time zone"))
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("moment", _("must be from {low} to {high}").format(low=FIRST_YEAR, high=LAST_YEAR))
    return utc_text(moment)


def _clock(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%H:%M").strftime("%H:%M")
    except ValueError as error:
        raise PydanticCustomError("clock", _("is not a time of day such as 14:30")) from error


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Name = Annotated[str, AfterValidator(_required), AfterValidator(_at_most(LONGEST_NAME))]
"""A text that a record cannot do without."""

Line = Annotated[str | None, BeforeValidator(_blank_to_none), AfterValidator(_at_most(LONGEST_NAME))]
"""A short text that may be missing; blank counts as missing."""

Text = Annotated[str | None, BeforeValidator(_blank_to_none), AfterValidator(_at_most(LONGEST_TEXT))]
"""A long text that may be missing."""

Prose = Annotated[str, AfterValidator(_required), AfterValidator(_at_most(LONGEST_TEXT))]
"""A long text that a record cannot do without."""

Stamp = Annotated[str | None, BeforeValidator(_blank_to_none), AfterValidator(_stamp)]
"""A moment in UTC."""

TimeOfDay = Annotated[str | None, BeforeValidator(_blank_to_none), AfterValidator(_clock)]
"""A local time of day, ``HH:MM``."""

Day = Annotated[date | None, BeforeValidator(_blank_to_none)]
"""A local calendar day."""

Key = Annotated[str | None, BeforeValidator(_blank_to_none)]
"""The id of another record, or none."""


class Record(SQLModel):
    """A row that the rep's work produces."""

    id: str = Field(primary_key=True)
    """UUIDv7, made where the record is made."""
    created_at: str
    changed_at: str
    removed_at: Stamp = None
    """When it was removed; a removed record stays in the store so that it can come back."""

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        return clean_text(value)
