"""StageChange: a deal that moved."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Record, Stamp, Text, one_of
from karep.rules.vocabulary import STAGES


class StageChange(Record, table=True):
    """A move from one stage to another, with what was still open."""

    __tablename__ = "stage_change"

    opportunity_id: str = Field(foreign_key="opportunity.id", index=True)
    from_stage: Annotated[str, one_of(STAGES)]
    to_stage: Annotated[str, one_of(STAGES)]
    at: Stamp = Field(nullable=False, index=True)
    reason: Text = None
    unmet: str = "[]"
    """The ids of exit facts that were not met, as a JSON list."""
