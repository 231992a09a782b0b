"""Concession: something given in a negotiation, and what comes back for it."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Key, Line, Name, Record, Stamp, Text, within


class Concession(Record, table=True):
    """One step of a give/get plan, planned or made. A planned one is the rep's own business."""

    __tablename__ = "concession"

    account_id: str = Field(foreign_key="account.id", index=True)
    opportunity_id: str = Field(foreign_key="opportunity.id", index=True)
    objection_id: Key = Field(default=None, foreign_key="objection.id")
    """The objection that it answers."""
    person_id: Key = Field(default=None, foreign_key="person.id")
    """Who asked for it."""
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    """The touch in which it was made."""
    give: Name
    get: Text = None
    """What we ask, or got, in return."""
    price: Annotated[int | None, within(0, 10**15)] = None
    """The whole price of the deal after it, in minor units of the deal's currency."""
    below_floor: bool = False
    """The rep's own word that the terms are below the floor; a price tells it by itself."""
    approver: Line = None
    """Who approved going below the floor."""
    made_at: Stamp = None
    """When it was made; planned until then."""
