"""Occasion: a day that comes back every year."""

from typing import Annotated

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, one_of, within
from karep.i18n import _
from karep.rules.vocabulary import CALENDARS, LEAP_RULES, OCCASION_KINDS

_LONGEST_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Occasion(Record, table=True):
    """A birthday, an anniversary or another important day of a person or an account."""

    __tablename__ = "occasion"
    __table_args__ = (
        Index("ix_occasion_calendar_month_day", "calendar", "month", "day", sqlite_where=text("removed_at IS NULL")),
    )

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id", index=True)
    kind: Annotated[str, one_of(OCCASION_KINDS)] = "birthday"
    label: Line = None
    month: Annotated[int, within(1, 12)]
    day: Annotated[int | None, within(1, 31)] = None
    """None when only the month is known."""
    year: Annotated[int | None, within(1800, 2200)] = None
    calendar: Annotated[str, one_of(CALENDARS)] = "solar"
    leap_month: bool = False
    """Whether a lunar month is the leap one."""
    leap_rule: Annotated[Line, one_of(LEAP_RULES)] = None
    """When a day of a leap month is kept; ``leap`` unless it says otherwise."""

    @model_validator(mode="after")
    def _exists(self) -> "Occasion":
        longest = 30 if self.calendar == "lunar" else _LONGEST_MONTH.get(self.month, 31)
        if self.day is not None and self.day > longest:
            raise PydanticCustomError(
                "day", _("There is no day {day} in month {month}").format(day=self.day, month=self.month)
            )
        if self.account_id is None and self.person_id is None:
            raise PydanticCustomError("whose", _("An important day belongs to a person or an account"))
        return self
