"""What was promised and planned: what a period left open, what was kept and done in it, what was moved."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Final

from karep.db.views.follow_ups import FollowUp, get_follow_ups, list_follow_ups
from karep.db.views.moves import Moved, list_moved
from karep.db.views.promises import Promise, list_open_promises
from karep.i18n import N_, _
from karep.reports import words
from karep.reports.report import Figure, Line, Part, Section
from karep.reports.week_lines import dated, pieces
from karep.reports.week_reads import closed_promises, compared, done_follow_ups
from karep.reports.week_scene import Scene, scene_of
from karep.rules.vocabulary import OWED_BY

_KEPT: Final = N_("kept")
_BROKEN: Final = N_("not kept")
_OPEN: Final = N_("open")
_DONE: Final = N_("done")
_MOVED: Final = N_("moved")
_NUMBERS: Final = {"kept": N_("Promises kept"), "done": N_("Follow-ups done")}
"""What is only counted in a period longer than a week."""


def promises(connection: sqlite3.Connection, scene: Scene, told: Collection[str] = ()) -> Section:
    """Promises that stood open at the end of a period, ours overdue first; then those broken and those kept in it.

    Open ones that are due after it are only counted, those of the coming period stand in what comes next; of a period
    longer than a week all that are not due yet. Those that were moved within the period are listed all the same.

    Args:
        connection: The store.
        scene: The period.
        told: The ids of those that the plan tells already.
    """
    still = [*list_open_promises(connection), *closed_promises(connection, scene, scene.until)]
    # what came with an import was noted down later than it was promised
    last = scene.period.last.isoformat()
    moved = list_moved(connection, "promise", scene.since, scene.until)
    open_then = [one for one in still if one.created_at < scene.until or (one.due and one.due <= last)]
    edge = min(last, scene.day_after.isoformat()) if scene.long else last
    due_later = {one.id: one for one in open_then if one.due and one.due > edge and one.id not in moved}
    standing = [_promise(one, scene, _OPEN, moved) for one in open_then if one.id not in {*due_later, *told}]
    ours = {one.id for one in still if one.owed_by == "us"}
    standing.sort(key=lambda line: (line.state != "overdue", line.record_id not in ours, *by_day(line)))
    closed = [one for one in closed_promises(connection, scene, scene.since, scene.until) if one.id not in told]
    broken = [_promise(one, scene, _BROKEN, moved) for one in closed if not one.kept_at]
    kept = [_promise(one, scene, _KEPT, moved) for one in closed if one.kept_at]
    before = scene_of(scene.period.step(-1), scene.clock) if scene.long else None
    if before is not None:
        number = sum(1 for one in closed_promises(connection, scene, before.since, before.until) if one.kept_at)
        kept = _counted("promise", "kept", kept, compared(connection, scene, number))
    lines = (*standing, *_later(list(due_later.values())), *broken, *kept)
    return Section("promises", _("Other promises") if told else _("Promises"), lines, part="commitments")


def _later(promises: Sequence[Promise]) -> Iterator[Line]:
    """How many open promises are not due yet, and how many of them are ours."""
    ours = sum(1 for one in promises if one.owed_by == "us")
    numbers = ((ours, _("{n} of ours not due yet")), (len(promises) - ours, _("{n} of theirs not due yet")))
    told = _(", ").join(sentence.format(n=number) for number, sentence in numbers if number)
    if told:
        sources = tuple(("promise", one.id) for one in promises)
        yield Line("promise", "", (Part("what", told, len(promises)),), name="later", sources=sources)


def _counted(noun: str, name: str, lines: list[Line], before: int | None) -> list[Line]:
    """How many of something there were, with the period before, if there were any; the lines are what is counted."""
    what = (Part("what", _(_NUMBERS[name])),)
    return [Line(noun, "", what, name=name, figure=Figure(len(lines), before), lines=tuple(lines))] if lines else []


def by_day(line: Line) -> tuple[date, bool, time, str]:
    """The key by which lines stand in the order of their days; within a day those without a time come first."""
    return line.due or date.max, line.at is not None, line.at or time.min, line.part("account")


def _moved(moved: Moved | None, on: date) -> str:
    """From which day something was moved, and how often, within the period."""
    before = words.read_day(moved.due_before) if moved else None
    if moved is None or before is None:
        return ""
    sentence = _("moved from {day}") if moved.times == 1 else _("moved {n}× from {day}")
    return sentence.format(n=moved.times, day=words.dated_words(before, on))


def _promise(promise: Promise, scene: Scene, word: str, moved: Mapping[str, Moved]) -> Line:
    due, on = words.read_day(promise.due), scene.day_after
    open_now = word == _OPEN
    late = open_now and due is not None and due < on
    return Line(
        "promise",
        promise.id,
        pieces(
            state=words.due_words(due, None, on) if due and late else _(word),
            owed=_(OWED_BY.get(promise.owed_by, "")),
            account=promise.account_name,
            what=scene.told("promise", promise.id, "what", promise.what),
            who=promise.person_name,
            when=dated(due, scene, _("due {day}")) if open_now else None,
            moved=_moved(moved.get(promise.id), on),
        ),
        account_id=promise.account_id,
        due=due,
        state="overdue" if late else "open" if open_now else "done",
    )


def follow_ups(connection: sqlite3.Connection, scene: Scene, told: Collection[str] = ()) -> Section:
    """Follow-ups that were due by the end of a period and stood open then, the overdue first; then those moved in it
    beyond its end, and those done in it.

    Args:
        connection: The store.
        scene: The period.
        told: The ids of those that the plan tells already; a number of those done counts them all the same.
    """
    last = scene.period.last
    moved = list_moved(connection, "follow_up", scene.since, scene.until)
    later = done_follow_ups(connection, scene, scene.until)
    standing = []
    for one in (*list_follow_ups(connection, until=last + timedelta(days=1)), *later):
        due, at = words.local_due(one, scene.clock)
        if due <= (min(last, scene.day_after) if scene.long else last) and one.id not in told:
            standing.append(_follow_up(one, due, at, scene, _OPEN, moved))
    finished = done_follow_ups(connection, scene, scene.since, scene.until)
    done = [
        _follow_up(one, *words.local_due(one, scene.clock), scene, _DONE, moved)
        for one in finished
        if scene.long or one.id not in told
    ]
    known = {*told, *(line.record_id for line in (*standing, *done))}
    steps = get_follow_ups(connection, [one for one in moved if one not in known])
    put_off = [_follow_up(one, *words.local_due(one, scene.clock), scene, _MOVED, moved) for one in steps.values()]
    if scene.long:
        before = scene_of(scene.period.step(-1), scene.clock)
        number = len(done_follow_ups(connection, scene, before.since, before.until))
        done = _counted("follow_up", "done", done, compared(connection, scene, number))
    lines = (*sorted(standing, key=by_day), *sorted(put_off, key=by_day), *done)
    return Section("follow_ups", _("Other follow-ups") if told else _("Follow-ups"), lines, part="commitments")


def _follow_up(
    follow_up: FollowUp, due: date, at: time | None, scene: Scene, word: str, moved: Mapping[str, Moved]
) -> Line:
    open_now = word in (_OPEN, _MOVED)
    late = open_now and due < scene.day_after
    return Line(
        "follow_up",
        follow_up.id,
        pieces(
            state=words.due_words(due, None, scene.day_after) if late else _(word),
            account=follow_up.account_name,
            what=scene.told("follow_up", follow_up.id, "what", follow_up.what),
            who=follow_up.person_name,
            when=dated(due, scene, _("due {day}")),
            moved=_moved(moved.get(follow_up.id), scene.day_after),
        ),
        account_id=follow_up.account_id,
        opportunity_id=follow_up.opportunity_id or "",
        due=due,
        at=at,
        state="overdue" if late else "open" if open_now else "done",
    )
