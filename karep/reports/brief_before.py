"""The last times this room spoke with us."""

from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import touch_parts
from karep.reports.report import Line


def before_lines(meeting: Meeting) -> list[Line]:
    """The last times this room spoke with us: when, how, who, what was said and what came of it."""
    return [
        Line(
            "touch",
            one.id,
            touch_parts(one, meeting, whole=True),
            account_id=one.account_id,
            opportunity_id=one.opportunity_id or "",
        )
        for one in meeting.before
    ]
