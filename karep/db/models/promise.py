"""Promise: what one side owes the other."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Day, Key, Name, Record, Stamp, Text, one_of, within
from karep.rules.vocabulary import OWED_BY


class Promise(Record, table=True):
    """Something that we, or they, said would be done."""

    __tablename__ = "promise"
    __table_args__ = (
        Index(
            "ix_promise_due",
            "due",
            sqlite_where=text("kept_at IS NULL AND broken_at IS NULL AND removed_at IS NULL"),
        ),
    )

    account_id: str = Field(foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id", index=True)
    touch_id: Key = Field(default=None, foreign_key="touch.id", index=True)
    owed_by: Annotated[str, one_of(OWED_BY)] = "us"
    what: Name
    due: Day = None
    kept_at: Stamp = None
    broken_at: Stamp = None
    moves: Annotated[int, within(0, 10**6)] = 0
    """How often the day was moved."""
    first_due: Day = None
    """The day that was first agreed on, once it was moved."""
    moved_reason: Text = None
    """Why it was last moved."""
