"""Member: somebody who takes part in a group-buy."""

from sqlmodel import Field

from karep.db.models.base import Record, Stamp, Text


class Member(Record, table=True):
    """A person in a group-buy and what that person wants; the leader stands on the deal itself."""

    __tablename__ = "member"

    opportunity_id: str = Field(foreign_key="opportunity.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    wish: Text = None
    """What the member wants, such as a model or a number."""
    joined_at: Stamp = None
    """When the member said yes; None while undecided."""
