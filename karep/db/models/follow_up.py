"""FollowUp: what comes next."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Stamp, Text, TimeOfDay, within
from karep.i18n import _
from karep.rules.repeat_rule import read_repeat


def _known_zone(value: str | None) -> str | None:
    if value is not None:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise PydanticCustomError("zone", _("is not a time zone such as Asia/Shanghai")) from error
    return value


def _known_repeat(value: str | None) -> str | None:
    """The one way to write that repeat, so that the same is never stored in two ways."""
    if value is None:
        return None
    repeat = read_repeat(value)
    if repeat is None:
        raise PydanticCustomError("repeat", _("is not a repeat such as RRULE:FREQ=WEEKLY;BYDAY=MO or after:P90D"))
    return repeat.text


class FollowUp(Record, table=True):
    """A dated next step. Date, time and zone are kept as meant, so that travel does not move them."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_due", "due", sqlite_where=text("done_at IS NULL AND removed_at IS NULL")),
        Index("ix_follow_up_origin", "origin", sqlite_where=text("origin IS NOT NULL")),
        Index("ix_follow_up_promise_id", "promise_id", sqlite_where=text("promise_id IS NOT NULL")),
    )

    account_id: str = Field(foreign_key="account.id", index=True)
    person_id: Key = Field(default=None, foreign_key="person.id")
    opportunity_id: Key = Field(default=None, foreign_key="opportunity.id")
    what: Name
    due: date
    due_time: TimeOfDay = None
    zone: Annotated[Line, AfterValidator(_known_zone)] = None
    minutes: Annotated[int | None, within(1, 7 * 24 * 60)] = None
    """How long it takes, in minutes."""
    place: Line = None
    """Where."""
    repeat: Annotated[Line, AfterValidator(_known_repeat)] = None
    """When it comes again, as `karep.rules.repeat_rule` writes it."""
    done_at: Stamp = None
    done_touch_id: Key = Field(default=None, foreign_key="touch.id")
    aim: Text = None
    """What the visit shall reach."""
    expected_questions: Text = None
    """What they will probably ask."""
    disputes: Text = None
    """What is likely to be disputed."""
    bottom_line: Text = None
    """The least that may be accepted, as approved; it is in no export."""
    touch_id: Key = Field(default=None, foreign_key="touch.id")
    """The touch that it was agreed in."""
    promise_id: Key = Field(default=None, foreign_key="promise.id")
    """The promise that it keeps."""
    origin: Line = None
    """What made it when the rep did not: ``signing:7`` is the check seven days after a signature, ``repeat:ID`` the one
    that comes again after that follow-up."""
    moves: Annotated[int, within(0, 10**6)] = 0
    """How often the day was moved."""
    first_due: Day = None
    """The day that was first agreed on, once it was moved."""
    moved_reason: Text = None
    """Why it was last moved."""
