"""Competitor: a rival seen at an account."""

from sqlmodel import Field

from karep.db.models.base import Key, Name, Record, Stamp, Text


class Competitor(Record, table=True):
    """Who else is after the business, when that was seen, and what was said of them."""

    __tablename__ = "competitor"

    account_id: str = Field(foreign_key="account.id", index=True)
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    name: Name
    note: Text = None
    at: Stamp = Field(nullable=False, index=True)
