"""Rewording: how the rep wants a generated line of a report to stand."""

from sqlalchemy import Index

from karep.db.models.base import Name, Record, Text


class Rewording(Record, table=True):
    """A line of a period's report that was reworded, hidden, or whose lines below were put in order."""

    __tablename__ = "rewording"
    __table_args__ = (Index("ix_rewording_period", "period"),)

    period: Name
    """As `karep.rules.periods.Period` writes itself."""
    line: Name
    """The key of the line, or of the section whose lines are in order; see `karep.reports.own_words`."""
    text: Text = None
    """What stands instead of the generated words."""
    generated: Text = None
    """The words that were generated when it was reworded, by which is seen that the record says something else now."""
    left_out: bool = False
    sequence: Text = None
    """A JSON list: the keys of the lines in it, in the order that the rep gave them."""
