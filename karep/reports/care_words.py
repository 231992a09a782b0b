"""Care in words: what is due, what is done, what a contract or a budget calls for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from karep.db.views.care import Care
from karep.i18n import N_, _, ngettext
from karep.reports.words import ago_words, dated_words, day_words, read_day
from karep.rules.care import State, Step
from karep.rules.rest_days import RestDays
from karep.rules.vocabulary import CARE_ACTS

DONE: Final = "✓"
QUIET: Final = N_("no congratulations, no gift")
"""What holds on a memorial day, and on Qingming."""
UNKNOWN_DAY: Final = N_("ask which day it is")


def act_words(act: str) -> str:
    """The name of an act: “Gift”, “Service visit”."""
    return _(CARE_ACTS.get(act, act))


def step_words(step: Step, today: date, rest: RestDays, planned_for: str | None = None, *, brief: bool = False) -> str:
    """How far something is: “Gift from Fri 4 Dec (Sat 5 Dec is a day off)”, “Gift 2 d late”, “Greeting ✓”.

    Args:
        step: What is to be done.
        today: The rep's day.
        rest: Which days are free.
        planned_for: The day that it is agreed for, if it is.
        brief: Leave out why something is due earlier than wanted.
    """
    act = act_words(step.act)
    if step.state == "done":
        return f"{act} {DONE}"
    if step.state == "left_out":
        return _("{act} left out").format(act=act)
    if step.state == "planned":
        day = read_day(planned_for)
        return _("{act} planned {day}").format(act=act, day=day_words(day, today) if day else "").rstrip()
    moved = "" if brief else moved_words(step, today, rest)
    if step.state == "late":
        late = step.days_late(today)
        return ngettext("{act} {n} d late", "{act} {n} d late", late).format(act=act, n=late) + moved
    if step.state == "due":
        return _("{act} due").format(act=act) + moved
    return _("{act} from {day}").format(act=act, day=day_words(step.lead.on, today)) + moved


def moved_words(step: Step, today: date, rest: RestDays) -> str:
    """Why something is due earlier than wanted: “ (Sat 5 Dec is a day off)”; nothing where it is not.

    Of what is late it says the day too on which it was due. What is late only after the important day itself, and is
    so, needs no reason.
    """
    late = step.state == "late"
    if not step.lead.moved or (late and step.last not in (None, step.lead.on)):
        return ""
    day, name = dated_words(step.lead.wanted, today), rest.name(step.lead.wanted)
    off = _("{day} is a day off: {name}") if name else _("{day} is a day off")
    words = off.format(day=day, name=name)
    if late:
        words = _("due {due}; {reason}").format(due=dated_words(step.lead.on, today), reason=words)
    return _(" ({words})").format(words=words)


def ahead_words(day: date, today: date) -> str:
    """How far a day is: “in 18 d”, “today”, “2 d ago”."""
    left = (day - today).days
    if left < 0:
        return ago_words(-left)
    return _("today") if not left else ngettext("in {n} d", "in {n} d", left).format(n=left)


_DAYS: Final = {
    "budget": (
        N_("budget was decided {n} d ago: ask how it turned out"),
        N_("budget is decided today: ask how it turns out"),
        N_("budget is decided in {n} d: make sure we are in it"),
    ),
    "contract_end": (
        N_("contract ended {n} d ago: renewal talk"),
        N_("contract ends today: renewal talk"),
        N_("contract ends in {n} d: renewal talk"),
    ),
}
"""What calls for a talk: when it is over, today, ahead."""
_MONTHS: Final = {
    "budget": (
        N_("budget was decided last month: ask how it turned out"),
        N_("budget is decided this month: make sure we are in it"),
        N_("budget is decided next month: make sure we are in it"),
        N_("budget is decided in {n} months: make sure we are in it"),
    ),
    "contract_end": (
        N_("contract ended last month: renewal talk"),
        N_("contract ends this month: renewal talk"),
        N_("contract ends next month: renewal talk"),
        N_("contract ends in {n} months: renewal talk"),
    ),
}
"""The same where only the month is known: that is not over before it ends."""


def business_words(kind: str, day: date, today: date, *, month: bool = False) -> str:
    """What a contract or a budget calls for: “contract ends in 58 d: renewal talk”.

    Args:
        kind: ``contract_end`` or ``budget``.
        day: Its day.
        today: The rep's day.
        month: Only the month of that day is known.
    """
    if month:
        left = (day.year - today.year) * 12 + day.month - today.month
        return _(_MONTHS[kind][max(-1, min(left, 2)) + 1]).format(n=left)
    left = (day - today).days
    return _(_DAYS[kind][(left > 0) - (left < 0) + 1]).format(n=abs(left))


def count_words(act: str, total: int, done: int) -> str:
    """For how many something is to be done, and how many are settled: “Service visit 12, 3 done”."""
    return _("{act} {total}, {done} done").format(act=act_words(act), total=f"{total:,}", done=f"{done:,}")


def noted(cares: Iterable[Care]) -> dict[str, State]:
    """How far each act is, by what was noted; what was done counts before what was left out."""
    found: dict[str, State] = {}
    order: Mapping[State, int] = {"left_out": 0, "planned": 1, "done": 2}
    for one in cares:
        state: State = one.state
        if order[state] >= order.get(found.get(one.act, "left_out"), 0):
            found[one.act] = state
    return found
