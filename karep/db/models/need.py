"""Need: what the customer wants or lacks, voiced or still hidden."""

from sqlmodel import Field

from karep.db.models.base import Key, Name, Record, Stamp, Text


class Need(Record, table=True):
    """A need with the problem behind it, its cause, what it leads to, and what solving it is worth."""

    __tablename__ = "need"

    account_id: str = Field(foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id")
    """Who voiced it, or whose it is."""
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    what: Name
    problem: Text = None
    cause: Text = None
    effect: Text = None
    value: Text = None
    hidden: bool = False
    """Not voiced yet: we see it, the customer does not say it."""
    at: Stamp = Field(nullable=False, index=True)
