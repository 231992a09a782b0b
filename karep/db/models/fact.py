"""Fact: a named piece of knowledge that has no field of its own."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Text, within


class Fact(Record, table=True):
    """What a sheet's extra column, or a source, said about an account or a person."""

    __tablename__ = "fact"

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id", index=True)
    name: Name
    value: Text = None
    source: Line = None
    dated: Day = None
    confidence: Annotated[int | None, within(0, 100)] = None
