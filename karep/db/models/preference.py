"""Preference: how a person likes things, and what to avoid."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Name, Record, one_of
from karep.rules.vocabulary import PREFERENCE_KINDS, PRIVACY


class Preference(Record, table=True):
    """One thing to remember about a person."""

    __tablename__ = "preference"

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: Annotated[str, one_of(PREFERENCE_KINDS)] = "other"
    text: Name
    privacy: Annotated[str, one_of(PRIVACY)] = "personal"
