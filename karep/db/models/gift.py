"""Gift: something given, or an invitation, to somebody in an account."""

from datetime import date
from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Name, Record, Text, one_of, within
from karep.rules.vocabulary import GIFT_KINDS


class Gift(Record, table=True):
    """What was given to whom, when, what it was worth and who approved it."""

    __tablename__ = "gift"
    __table_args__ = (
        Index("ix_gift_person_id_given_on", "person_id", "given_on"),
        Index("ix_gift_given_on", "given_on", sqlite_where=text("removed_at IS NULL")),
    )

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id")
    occasion_id: Key = Field(default=None, foreign_key="occasion.id")
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    festival: Line = None
    """The key of the festival that it was for."""
    given_on: date
    kind: Annotated[str, one_of(GIFT_KINDS)] = "gift"
    item: Name
    value: Annotated[int | None, within(0, 10**15)] = None
    """In minor units (fen, cents)."""
    currency: Line = None
    approver: Line = None
    note: Text = None
