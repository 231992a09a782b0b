"""Person: somebody in an account."""

from typing import Annotated

from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Text, within


class Person(Record, table=True):
    """A stakeholder, known or still a placeholder such as “采购总监?”."""

    __tablename__ = "person"

    account_id: Key = Field(default=None, foreign_key="account.id", index=True)
    name: Name
    form_of_address: Line = None
    title: Line = None
    department: Line = None
    phone: Line = None
    mobile: Line = None
    email: Line = None
    wechat: Line = None
    reports_to_id: Key = Field(default=None, foreign_key="person.id")
    stance: Annotated[int | None, within(-2, 2)] = None
    """The rep's own view: −2 against us … +2 for us."""
    strength: Annotated[int, within(0, 5)] = 0
    """Relationship: 0 unknown, 1 identified, 2 met, 3 cooperative, 4 supporter, 5 advocate."""
    left_on: Day = None
    """When the person left the account."""
    placeholder: bool = False
    external_id: Line = None
    address: Text = None
    note: Text = None
    match_key: str = ""
    """The folded name by which imports recognise the person."""
