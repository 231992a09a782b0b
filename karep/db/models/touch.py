"""Touch: one contact with an account, as it happened."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, Stamp, Text, one_of
from karep.rules.vocabulary import TOUCH_KINDS


class Touch(Record, table=True):
    """A visit, call, message or other contact."""

    __tablename__ = "touch"
    __table_args__ = (
        Index("ix_touch_account_id_at", "account_id", "at", "kind", "removed_at"),
        Index("ix_touch_at_kind_account_id", "at", "kind", "account_id", sqlite_where=text("removed_at IS NULL")),
    )

    account_id: str = Field(foreign_key="account.id")
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    at: Stamp = Field(nullable=False)
    """When it happened."""
    kind: Annotated[str, one_of(TOUCH_KINDS)] = "visit"
    purpose: Line = None
    summary: Text = None
    outcome: Text = None
    our_people: Line = None
    """Those of us who took part, besides the rep, separated by commas."""
    tags: Line = None
    """Separated by commas, without their signs."""
    private_note: Text = None
    """What was said in confidence; it is in no export and hidden from other eyes."""
