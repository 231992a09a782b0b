"""Attendance: who of theirs took part in a touch."""

from sqlmodel import Field

from karep.db.models.base import Record


class Attendance(Record, table=True):
    """A person's part in a touch."""

    __tablename__ = "attendance"

    touch_id: str = Field(foreign_key="touch.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
