"""Opportunity: business that may come."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Text, one_of, within
from karep.rules.vocabulary import BUYER_STAGES, OPPORTUNITY_KINDS, OPPORTUNITY_STATUSES, STAGES


class Opportunity(Record, table=True):
    """A deal and the stage that it is in."""

    __tablename__ = "opportunity"
    __table_args__ = (Index("ix_opportunity_changed_at", "changed_at", sqlite_where=text("removed_at IS NULL")),)

    account_id: str = Field(foreign_key="account.id", index=True)
    name: Name
    kind: Annotated[str, one_of(OPPORTUNITY_KINDS)] = "new"
    amount: Annotated[int | None, within(0, 10**15)] = None
    """In minor units (fen, cents) of the currency."""
    currency: Line = None
    expected_close: Day = None
    stage: Annotated[str, one_of(STAGES)] = "S1"
    buyer_stage: Annotated[Line, one_of(BUYER_STAGES)] = None
    status: Annotated[str, one_of(OPPORTUNITY_STATUSES)] = "open"
    lost_reason: Text = None
    revisit_on: Day = None
    external_id: Line = None
    note: Text = None
    floor_amount: Annotated[int | None, within(0, 10**15)] = None
    """The lowest price that was approved, in minor units. Leaves the program in no export, report or print."""
    floor_terms: Text = None
    """The least terms that were approved; as private as the amount."""
    floor_approver: Line = None
    floor_approved_on: Day = None
    grown_from_id: Key = Field(default=None, foreign_key="opportunity.id")
    """The deal that this one grew out of."""
    leader_id: Key = Field(default=None, foreign_key="person.id")
    """Who leads a group-buy."""
    vip_service: bool = False
    """Whether the members of a group-buy have the VIP after-sales service (not the VIP tier)."""
