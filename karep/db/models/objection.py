"""Objection: a doubt that the customer voiced."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, Stamp, Text, one_of
from karep.rules.vocabulary import OBJECTION_OUTCOMES


class Objection(Record, table=True):
    """An objection, in the customer's words, with the answer and what became of it."""

    __tablename__ = "objection"

    account_id: str = Field(foreign_key="account.id", index=True)
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    card: Line = None
    """The id of the playbook's card."""
    words: Text = None
    answer: Text = None
    outcome: Annotated[str, one_of(OBJECTION_OUTCOMES)] = "open"
    at: Stamp = Field(nullable=False, index=True)
