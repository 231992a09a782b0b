"""Person: somebody in an account."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Text, ranking_of, within
from karep.rules.vocabulary import CONCERNS


class Person(Record, table=True):
    """A stakeholder, known or still a placeholder such as “采购总监?”."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_created_at", "created_at", sqlite_where=text("removed_at IS NULL")),)

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    name: Name
    form_of_address: Line = None
    title: Line = None
    department: Line = None
    phone: Line = None
    mobile: Line = None
    email: Line = None
    wechat: Line = None
    reports_to_id: Key = Field(default=None, foreign_key="person.id")
    stance: Annotated[int | None, within(-2, 2)] = None
    """The rep's own view: −2 against us … +2 for us."""
    strength: Annotated[int, within(0, 5)] = 0
    """Relationship: 0 unknown, 1 identified, 2 met, 3 cooperative, 4 supporter, 5 advocate."""
    left_on: Day = None
    """When the person left the account."""
    placeholder: bool = False
    external_id: Line = None
    address: Text = None
    note: Text = None
    counterpart: Line = None
    """Who of us is responsible for this person."""
    concerns: Annotated[Line, ranking_of(CONCERNS)] = None
    """Time, quality, cost, service, flexibility in the person's order, as the letters `T Q C S F`."""
    pram_plan: Text = None
    """What would make the person want to help."""
    pram_relationship: Text = None
    """How liking and trust are earned."""
    pram_agreement: Text = None
    """What both sides gain, and what was agreed."""
    pram_maintenance: Text = None
    """How promises are kept and the relation is looked after."""
    credibility: Annotated[int | None, within(1, 5)] = None
    reliability: Annotated[int | None, within(1, 5)] = None
    intimacy: Annotated[int | None, within(1, 5)] = None
    self_orientation: Annotated[int | None, within(1, 5)] = None
    """The four ratings of trust, 1–5; the last one counts against us."""
    government: bool = False
    """Whether the person serves the state: a gift needs approval, however small."""
    gift_limit: Annotated[int | None, within(0, 10**15)] = None
    """What gifts of a year may be worth together, in minor units; the setting counts where it is empty."""
    referred_groups: Annotated[int | None, within(0, 10**6)] = None
    """How many visiting groups the person has brought."""
    referred_cards: Annotated[int | None, within(0, 10**6)] = None
    """How many of them became customers."""
    match_key: str = ""
    """The folded name by which imports recognise the person."""
