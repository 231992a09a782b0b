"""What a line says about a promise beside what was promised: its moves, when it was given, what is planned."""

from datetime import date

from karep.db.views.promises import Promise
from karep.i18n import _
from karep.reports import words
from karep.rules.clock import Clock


def moved_words(moves: int, first_due: str | None, today: date) -> str:
    """How often a day was moved, and which was agreed on first; nothing for one that was never moved."""
    if moves <= 0:
        return ""
    first = words.read_day(first_due)
    if first is None:
        return _("moved {n}×").format(n=moves)
    return _("moved {n}×, first agreed for {day}").format(n=moves, day=words.dated_words(first, today))


def given_words(promise: Promise, clock: Clock) -> str:
    """The day of the touch that a promise was made in; nothing where that is not known."""
    day = words.read_local_day(promise.touch_at, clock.zone)
    return _("promised {day}").format(day=words.dated_words(day, clock.today)) if day else ""


def planned_words(promise: Promise, today: date) -> str:
    """The day of the open follow-up that was made from a promise, if there is one."""
    day = words.read_day(promise.follow_up_due)
    return _("follow-up {day}").format(day=words.day_words(day, today)) if day else ""


def promise_words(promise: Promise, clock: Clock) -> str:
    """What was promised, to or by whom, how often its day was moved, when it was given, what is planned for it."""
    return " · ".join(
        filter(
            None,
            (
                promise.what,
                promise.person_name,
                moved_words(promise.moves, promise.first_due, clock.today),
                given_words(promise, clock),
                planned_words(promise, clock.today),
            ),
        )
    )


def is_overdue(promise: Promise, today: date) -> bool:
    """Whether its day has passed."""
    return promise.due is not None and promise.due < today.isoformat()


def promise_order(promise: Promise, today: date) -> tuple[bool, bool, str, str]:
    """The key by which open promises are sorted: ours overdue first, then ours, then theirs; each by day."""
    ours = promise.owed_by == "us"
    return not (ours and is_overdue(promise, today)), not ours, promise.due or "9999", promise.id
