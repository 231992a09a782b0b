"""TierChange: an account got another tier."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Line, Record, Stamp, Text, one_of
from karep.rules.vocabulary import TIER_ORIGINS, TIER_SCHEMES, TIERS


class TierChange(Record, table=True):
    """What a tier was, what it became, who decided it and why."""

    __tablename__ = "tier_change"

    account_id: str = Field(foreign_key="account.id", index=True)
    from_tier: Annotated[Line, one_of(TIERS)] = None
    to_tier: Annotated[Line, one_of(TIERS)] = None
    at: Stamp = Field(nullable=False)
    origin: Annotated[str, one_of(TIER_ORIGINS)] = "hand"
    scheme: Annotated[Line, one_of(TIER_SCHEMES)] = None
    """The scheme that was in force."""
    reason: Text = None
    approver: Line = None
