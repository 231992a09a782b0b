"""What is owed between us and the customer."""

from karep.db.views.promises import Promise
from karep.i18n import _
from karep.reports import words
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import LONG, SHORT, due_day, said
from karep.reports.promise_words import is_overdue, moved_words
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.vocabulary import OWED_BY


def promise_lines(meeting: Meeting) -> list[Line]:
    """What is owed: ours overdue, ours open, theirs; of each what concerns this meeting first, then by day."""

    def order(promise: Promise) -> tuple[bool, bool, bool, bool, str]:
        late = is_overdue(promise, meeting.today)
        ours = promise.owed_by == "us"
        other = not meeting.belongs(meeting.made_for.get(promise.id))
        return not ours, not late, other, not meeting.concerns(promise.person_id), promise.due or "9999"

    return [_promise(meeting, one) for one in sorted(meeting.promises, key=order)]


def _promise(meeting: Meeting, promise: Promise) -> Line:
    due = words.read_day(promise.due)
    return Line(
        "promise",
        promise.id,
        parts(
            owed=_(OWED_BY.get(promise.owed_by, "")),
            what=cut(promise.what, LONG),
            who=said("{text}", promise.person_name, SHORT),
            when=due_day(due, meeting) or _("no day set"),
            moved=moved_words(promise.moves, promise.first_due, meeting.today),
        ),
        account_id=promise.account_id,
        due=due,
        state=words.due_state(due, meeting.today) if due else "",
    )
