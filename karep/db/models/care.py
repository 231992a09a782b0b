"""Care: what was done for a customer on an important day or a festival."""

from typing import Annotated

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, Stamp, Text, one_of, within
from karep.rules.vocabulary import CARE_ACTS, TOUCH_KINDS


class Care(Record, table=True):
    """A greeting, a gift or a visit for one year's important day or festival; or that it was left out on purpose."""

    __tablename__ = "care"
    __table_args__ = (
        Index("ix_care_occasion_id", "occasion_id", sqlite_where=sql("occasion_id IS NOT NULL")),
        Index("ix_care_festival_year", "festival", "year", sqlite_where=sql("festival IS NOT NULL")),
    )

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id", index=True)
    occasion_id: Key = Field(default=None, foreign_key="occasion.id")
    festival: Line = None
    """The key of the festival, where it is for one."""
    year: Annotated[int, within(1800, 2300)]
    """The solar year in which the day falls."""
    act: Annotated[str, one_of(CARE_ACTS)]
    done_at: Stamp = Field(nullable=False)
    skipped: bool = False
    """Whether the rep chose to do nothing; ``text`` says why."""
    channel: Annotated[Line, one_of(TOUCH_KINDS)] = None
    """How a greeting was sent."""
    text: Text = None
    reply: Text = None
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    gift_id: Key = Field(default=None, foreign_key="gift.id")
    follow_up_id: Key = Field(default=None, foreign_key="follow_up.id")
