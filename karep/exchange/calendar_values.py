"""What a meeting of a calendar says, as the book keeps it."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from karep.db.calendars import ORIGIN
from karep.db.views.calendar import FIELDS
from karep.exchange.calendar_entries import SUFFIX
from karep.exchange.calendar_events import Meeting
from karep.i18n import _
from karep.rules.clock import Clock
from karep.rules.zones import to_utc, utc_text

_CALLS: Final = ("电话", "call", "anruf", "phone")
_VIDEOS: Final = (
    "video",
    "视频",
    "会议号",
    "腾讯会议",
    "zoom",
    "teams",
    "webex",
    "meet.google",
    "钉钉",
    "飞书",
    "https://",
)


def values_of(meeting: Meeting) -> dict[str, Any]:
    """The fields of the follow-up that it becomes."""
    when = meeting.when
    values = {
        "what": meeting.subject.strip() or _("Meeting"),
        "due": when.day.isoformat(),
        "due_time": f"{when.at:%H:%M}" if when.at else None,
        "zone": when.zone if when.at else None,
        "minutes": meeting.minutes if when.at else None,
        "place": meeting.place.strip() or None,
    }
    assert tuple(values) == FIELDS
    return values


def origin_of(meeting: Meeting) -> str:
    """What its follow-up is known again by."""
    return f"{ORIGIN}{meeting.uid}#{meeting.key}" if meeting.key else f"{ORIGIN}{meeting.uid}"


def own_id(uid: str) -> str:
    """The record of one of our own ids: ``ID@karep``, ``ID-2027@karep``."""
    return uid.removesuffix(SUFFIX)[:36]


def began_at(meeting: Meeting, clock: Clock) -> str:
    """When it began, UTC; what has no time is noted at noon."""
    if meeting.when.instant is not None:
        return utc_text(meeting.when.instant)
    return to_utc(meeting.when.day, time(12), clock.zone)


def ended_at(meeting: Meeting, clock: Clock) -> datetime:
    """When it is over."""
    if meeting.when.instant is not None:
        return meeting.when.instant + timedelta(minutes=meeting.minutes or 0)
    return datetime.fromisoformat(to_utc(meeting.when.day, time(23, 59), clock.zone))


def touch_kind(meeting: Meeting) -> str:
    """What kind of touch a meeting was: where it took place says it, else it was a visit."""
    text = f"{meeting.subject} {meeting.place}".casefold()
    if any(word in text for word in _VIDEOS):
        return "video"
    return "call" if any(word in text for word in _CALLS) else "visit"
