"""Objection: a doubt that the customer voiced."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, Stamp, Text, one_of
from karep.rules.vocabulary import OBJECTION_OUTCOMES


class Objection(Record, table=True):
    """An objection, in the customer's words, with the answer and what became of it."""

    __tablename__ = "objection"
    __table_args__ = (
        Index("ix_objection_card", "card", sqlite_where=text("card IS NOT NULL")),
        Index("ix_objection_opportunity_id", "opportunity_id", sqlite_where=text("opportunity_id IS NOT NULL")),
    )

    account_id: str = Field(foreign_key="account.id", index=True)
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    person_id: Key = Field(default=None, foreign_key="person.id")
    """Who voiced it."""
    card: Line = None
    """The id of the playbook's card."""
    words: Text = None
    clarified: Text = None
    """What they meant, once asked."""
    answer_id: Line = None
    """The id of the card's answer that was used."""
    answer: Text = None
    """What was answered, in the rep's own words."""
    evidence: Text = None
    """What proved it."""
    outcome: Annotated[str, one_of(OBJECTION_OUTCOMES)] = "open"
    at: Stamp = Field(nullable=False, index=True)
