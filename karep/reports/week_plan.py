"""The plan of a period as the checklist that it was at its beginning: what was due in it, and what became of each."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final, TypeVar

from karep.db.views.follow_ups import FollowUp, get_follow_ups, list_follow_ups
from karep.db.views.period_records import (
    DayMove,
    came_with_a_file,
    due_at,
    list_day_moves,
    promises_of_follow_ups,
)
from karep.db.views.promises import Promise, get_promises, list_open_promises
from karep.db.views.touches import Touch
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.report import Line, Part, Section
from karep.reports.week_lines import dated, pieces
from karep.reports.week_reads import closed_promises
from karep.reports.week_scene import Scene
from karep.rules.vocabulary import OWED_BY

Kind = TypeVar("Kind", FollowUp, Promise)

DONE_TOLD: Final = 10
"""So many items that were done are listed; the others are counted."""
LONG_TOLD: Final = 30
"""So many follow-ups of a period longer than a week are listed; the others are counted."""


@frozen
class Item:
    """One thing that was planned for the period when it began."""

    record: FollowUp | Promise
    due: date
    """The day that it had then, by the rep's clock."""
    at: time | None
    outcome: str
    """``done``, ``broken``, ``moved`` beyond the end of the period, or ``open``."""
    on: date | None
    """The day on which it was done or broken, or to which it was moved."""

    @property
    def noun(self) -> str:
        """The table of the record."""
        return "follow_up" if isinstance(self.record, FollowUp) else "promise"


def plan(connection: sqlite3.Connection, scene: Scene, touches: Sequence[Touch]) -> Section:
    """What was planned for a period when it began, each item ticked, open or moved; above them how much was done.

    What was planned is reckoned back from the days that the journal saw moved. What was not done is listed, and
    `DONE_TOLD` of what was. Of a period longer than a week only `LONG_TOLD` of the follow-ups that are overdue or were
    moved are listed. The line above counts them all, and its sources are all of them.

    Args:
        connection: The store.
        scene: The period.
        touches: The touches of the period, or the visits among them.
    """
    items = plan_items(connection, scene)
    listed = [one for one in items if not scene.long or _stands_out(one, scene)]
    listed.sort(key=lambda one: _rank(one, scene))
    listed, more = _shortened(listed, scene)
    head = [*_counted(items, scene), *_unplanned(items, [one for one in touches if one.kind == "visit"], scene)]
    lines = (*head, *(_line(one, scene) for one in listed))
    return Section("plan", _("The plan and what became of it"), lines, more=more, part="commitments")


def _shortened(listed: list[Item], scene: Scene) -> tuple[list[Item], int]:
    """The items that are told, and how many of those given are only counted."""
    if scene.long:
        told = listed[:LONG_TOLD]
    else:
        done = [one for one in listed if one.outcome == "done"]
        told = [one for one in listed if one.outcome != "done"] + done[:DONE_TOLD]
    return told, len(listed) - len(told)


def _stands_out(item: Item, scene: Scene) -> bool:
    """Whether a follow-up is overdue or was moved; promises stand in a section of their own."""
    return item.noun == "follow_up" and (_is_late(item, scene) or item.outcome == "moved")


def _is_late(item: Item, scene: Scene) -> bool:
    return item.outcome == "open" and item.due < scene.day_after


def _rank(item: Item, scene: Scene) -> tuple[int, bool]:
    """What asks for somebody comes first: the overdue, ours before theirs, then what is open or was not kept."""
    late = _is_late(item, scene)
    order = ("broken", "open", "moved", "done")
    return -1 if late else order.index(item.outcome), isinstance(item.record, Promise) and item.record.owed_by == "them"


def plan_items(connection: sqlite3.Connection, scene: Scene) -> list[Item]:
    """What was planned for a period when it began, in the order of its days."""
    steps = list(_steps(connection, scene))
    kept_by_a_step = promises_of_follow_ups(connection, [one.record.id for one in steps])
    items = [*steps, *_promises(connection, scene, kept_by_a_step)]
    return sorted(items, key=lambda one: (one.due, one.at is not None, one.at or time.min, one.record.account_name))


def _steps(connection: sqlite3.Connection, scene: Scene) -> Iterator[Item]:
    """The follow-ups that were due within the period when it began."""
    moves = list_day_moves(connection, "follow_up", scene.since)
    reach = timedelta(days=1)
    first, last = scene.period.first - reach, scene.period.last + reach
    found = {one.id: one for one in list_follow_ups(connection, since=first, until=last, open_only=False)}
    found |= get_follow_ups(connection, list(_moved_away(moves, found, first, last)))
    for step in _known_then(connection, list(found.values()), scene):
        then = due_at(moves.get(step.id, ()), scene.since, step.due) or step.due
        due, at = words.local_due(replace(step, due=then), scene.clock)
        if due in scene.period and not (step.done_at and step.done_at < scene.since):
            end = due_at(moves.get(step.id, ()), scene.until, step.due) or step.due
            moved_to = words.local_due(replace(step, due=end), scene.clock)[0]
            yield Item(step, due, at, *_outcome(step.done_at, None, moved_to, scene))


def _promises(connection: sqlite3.Connection, scene: Scene, left_out: Collection[str]) -> Iterator[Item]:
    """The promises that were due within the period when it began, but for those that a follow-up was planned for."""
    moves = list_day_moves(connection, "promise", scene.since)
    first, last = scene.period.first, scene.period.last
    here = list_open_promises(connection, due_since=first, due_until=last)
    closed = closed_promises(connection, scene, scene.since)
    found = {one.id: one for one in (*here, *closed)}
    found |= get_promises(connection, list(_moved_away(moves, found, first, last)))
    for promise in _known_then(connection, list(found.values()), scene):
        due = words.read_day(due_at(moves.get(promise.id, ()), scene.since, promise.due))
        ended = promise.kept_at or promise.broken_at
        if promise.id in left_out or due is None or due not in scene.period or (ended and ended < scene.since):
            continue
        moved_to = words.read_day(due_at(moves.get(promise.id, ()), scene.until, promise.due))
        yield Item(promise, due, None, *_outcome(promise.kept_at, promise.broken_at, moved_to, scene))


def _moved_away(
    moves: Mapping[str, Sequence[DayMove]], known: Collection[str], first: date, last: date
) -> Iterator[str]:
    """What had a day in the span before it was moved, and is not known yet."""
    for record_id, moved in moves.items():
        due = words.read_day(moved[0].due_before)
        if record_id not in known and due is not None and first <= due <= last:
            yield record_id


def _known_then(connection: sqlite3.Connection, records: Sequence[Kind], scene: Scene) -> list[Kind]:
    """Those that had been agreed when the period began: a promise with the touch that it was made in, all else when it
    was noted down; what came with a file later, and tells no touch, had been agreed elsewhere.
    """
    begun = {one.id: _agreed_at(one) for one in records}
    undated = [one.id for one in records if begun[one.id] == one.created_at >= scene.since]
    old = came_with_a_file(connection, undated) if undated else set()
    return [one for one in records if begun[one.id] < scene.since or one.id in old]


def _agreed_at(record: FollowUp | Promise) -> str:
    """When something was agreed: UTC."""
    return (record.touch_at if isinstance(record, Promise) else None) or record.created_at


def _outcome(done: str | None, broken: str | None, due: date | None, scene: Scene) -> tuple[str, date | None]:
    """What had become of an item by the end of the period, and on which day, or to which."""
    if done and done < scene.until:
        return "done", scene.day(done)
    if broken and broken < scene.until:
        return "broken", scene.day(broken)
    if due is None or due > scene.period.last:
        return "moved", due
    return "open", None


def _line(item: Item, scene: Scene) -> Line:
    one = item.record
    late = _is_late(item, scene)
    return Line(
        item.noun,
        one.id,
        pieces(
            state=_state(item, scene, late),
            owed=_(OWED_BY.get(one.owed_by, "")) if isinstance(one, Promise) else None,
            account=one.account_name,
            what=scene.told(item.noun, one.id, "what", one.what),
            who=one.person_name,
            when=dated(item.due, scene, _("planned for {day}")),
        ),
        account_id=one.account_id,
        opportunity_id=(one.opportunity_id or "") if isinstance(one, FollowUp) else "",
        due=item.due,
        at=item.at,
        state={"done": "done", "broken": ""}.get(item.outcome, "overdue" if late else "open"),
    )


def _state(item: Item, scene: Scene, late: bool) -> Part:
    """What became of the item, and when."""
    day = words.dated_words(item.on, scene.clock.today) if item.on else ""
    if item.outcome == "done":
        sentence = _("done {day}") if isinstance(item.record, FollowUp) else _("kept {day}")
        return Part("state", sentence.format(day=day).strip(), item.on)
    if item.outcome == "broken":
        return Part("state", _("not kept"), item.on)
    if item.outcome == "moved":
        sentence = _("moved to {day}").format(day=day) if day else _("moved, without a day")
        return Part("state", sentence, item.on)
    return Part("state", words.due_words(item.due, None, scene.day_after) if late else _("open"))


def _counted(items: Sequence[Item], scene: Scene) -> Iterator[Line]:
    """How much was planned, and what became of it; nothing where nothing was planned."""
    if not items:
        return
    outcomes = Counter("overdue" if _is_late(one, scene) else one.outcome for one in items)
    sentences = {
        "done": _("{n} done"),
        "broken": _("{n} not kept"),
        "moved": _("{n} moved"),
        "overdue": ngettext("{n} overdue", "{n} overdue", outcomes["overdue"]),
        "open": _("{n} not due yet"),
    }
    told = [text.format(n=outcomes[name]) for name, text in sentences.items() if outcomes[name] or name == "done"]
    planned = _("{n} planned in all").format(n=len(items))
    became = _("{label}: {text}").format(label=planned, text=_(", ").join(told))
    sources = tuple((one.noun, one.record.id) for one in items)
    yield Line("follow_up", "", (Part("what", became, len(items)),), name="counted", sources=sources)


def _unplanned(items: Sequence[Item], visits: Sequence[Touch], scene: Scene) -> Iterator[Line]:
    """How many visits were not planned: no item was done with one, and none of its account was due or done that day."""
    done_with = {one.record.done_touch_id for one in items if isinstance(one.record, FollowUp)}
    days = {(one.record.account_id, day) for one in items for day in (one.due, one.on) if day is not None}
    found = [one for one in visits if one.id not in done_with and (one.account_id, scene.day(one.at)) not in days]
    if found:
        sentence = ngettext("{n} visit was not planned", "{n} visits were not planned", len(found))
        told = Part("what", sentence.format(n=len(found)), len(found))
        yield Line("touch", "", (told,), name="unplanned", sources=tuple(("touch", one.id) for one in found))
