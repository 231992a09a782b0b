"""Snooze: something of Today that the rep has put off."""

from datetime import date
from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Record, Text, one_of
from karep.rules.vocabulary import SNOOZED


class Snooze(Record, table=True):
    """What stays away from Today before a day, and why."""

    __tablename__ = "snooze"
    __table_args__ = (Index("ix_snooze_until", "until", sqlite_where=text("removed_at IS NULL")),)

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id", index=True)
    occasion_id: Key = Field(default=None, foreign_key="occasion.id")
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    festival: Line = None
    """The key of a festival."""
    about: Annotated[str, one_of(SNOOZED)]
    until: date
    """On this day it comes back."""
    reason: Text = None
