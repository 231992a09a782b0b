"""Remark: a line in the rep's own words in the report of a period."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Key, Line, Name, Prose, Record, one_of
from karep.rules.vocabulary import LESSONS, PRIVACY, REPORT_PARTS, STAGES


class Remark(Record, table=True):
    """What the rep adds to what was put together: a highlight, a lesson, help that is needed, news."""

    __tablename__ = "remark"
    __table_args__ = (
        Index("ix_remark_period", "period"),
        Index("ix_remark_account_id", "account_id", sqlite_where=text("account_id IS NOT NULL")),
    )

    period: Name
    """As `karep.rules.periods.Period` writes itself: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``."""
    part: Annotated[str, one_of(REPORT_PARTS)]
    text: Prose
    lesson: Annotated[Line, one_of(LESSONS)] = None
    """What kind of lesson it is, in the part of lessons."""
    stage: Annotated[Line, one_of(STAGES)] = None
    """The stage of a deal that a lesson is about."""
    department: Line = None
    """Whose help is needed."""
    account_id: Key = Field(default=None, foreign_key="account.id")
    privacy: Annotated[str, one_of(PRIVACY)] = "internal"
    """Only what is internal leaves the program."""
