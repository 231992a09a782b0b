"""Role: the part that a person plays in a decision."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Key, Record, one_of
from karep.rules.vocabulary import ROLES


class Role(Record, table=True):
    """A person's part in the decisions of an account, or of one opportunity."""

    __tablename__ = "role"

    person_id: str = Field(foreign_key="person.id", index=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    role: Annotated[str, one_of(ROLES)]
