"""Tick: a checklist item that is done."""

from sqlmodel import Field

from karep.db.models.base import Key, Line, Name, Record, Stamp, Text


class Tick(Record, table=True):
    """Who ticked which item of the playbook on which deal, when, and on what evidence."""

    __tablename__ = "tick"

    opportunity_id: str = Field(foreign_key="opportunity.id", index=True)
    item_id: Name
    """The item's id in the playbook; it stays when the playbook's words change."""
    at: Stamp = Field(nullable=False)
    by: Line = None
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    not_applicable: bool = False
    reason: Text = None
