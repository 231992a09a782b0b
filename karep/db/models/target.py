"""Target: what shall be reached in a period."""

from typing import Annotated

from sqlalchemy import Index

from karep.db.models.base import Line, Name, Record, one_of, within
from karep.rules.vocabulary import MEASURES


class Target(Record, table=True):
    """A number to reach."""

    __tablename__ = "target"
    __table_args__ = (Index("ix_target_period", "period"),)

    period: Name
    """One period (``2026-11``), or a kind (``week``, ``month``, ``quarter``, ``year``): each one that has no own."""
    measure: Annotated[str, one_of(MEASURES)]
    value: Annotated[int, within(0, 10**15)]
    """A count; of what is signed an amount in minor units."""
    currency: Line = None
    """Of an amount."""
