"""What the period after a period brings: follow-ups, promises, important days of accounts, festivals."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.in_contact import get_heads
from karep.db.views.promises import Promise, list_open_promises
from karep.i18n import _
from karep.reports import words
from karep.reports.coming import read_coming
from karep.reports.due_lines import festival_line, follow_up_line, occasion_line, promise_line
from karep.reports.report import Line, Part, Section
from karep.reports.week_commitments import by_day
from karep.reports.week_lines import timed, typed
from karep.reports.week_plan import plan_items
from karep.reports.week_scene import Scene, scene_of
from karep.rules.festivals import festivals_between
from karep.rules.periods import Period
from karep.rules.vocabulary import REPORT_PARTS, TIERS

LISTED: Final = 25
"""So many lines are listed; the others are counted."""


def coming(connection: sqlite3.Connection, scene: Scene) -> Section:
    """What the coming period brings, day by day; people's own days are withheld, because the report is handed on."""
    following = scene.period.step(1)
    lines = [*_planned(connection, following, scene), *_days(connection, following, scene)]
    told = sorted(_weightiest(connection, lines), key=by_day)
    more = len(lines) - len(told)
    return Section("next", _(REPORT_PARTS["next"]), tuple(told), more=more, part="next")


def _weightiest(connection: sqlite3.Connection, lines: list[Line]) -> list[Line]:
    """So many lines as are told: what has a day before what has none; the days of accounts and festivals, which stand
    nowhere else, then what belongs to the highest tier; what has a time before what has none.
    """
    if len(lines) <= LISTED:
        return lines
    heads, tiers = get_heads(connection, {line.account_id for line in lines} - {""}), list(TIERS)

    def rank(line: Line) -> tuple[bool, bool, int, bool]:
        tier = heads[line.account_id].tier if line.account_id in heads else tiers[0]
        place = tiers.index(tier) if tier in tiers else len(tiers)
        return line.due is None, line.noun != "occasion", place, line.at is None

    return sorted(lines, key=lambda line: (*rank(line), *by_day(line)))[:LISTED]


def _planned(connection: sqlite3.Connection, following: Period, scene: Scene) -> Iterator[Line]:
    """The follow-ups and promises of the coming period: as they stood when it began, if it has, and as they stand while
    it has not ended.
    """
    told: set[str] = set()
    if scene.over:
        for item in plan_items(connection, replace(scene_of(following, scene.clock), reads=scene.reads)):
            if scene.recent and item.outcome == "moved":
                continue
            told.add(item.record.id)
            done = item.outcome == "done"
            yield _line(item.record, item.due, item.at, scene, _("done") if done else "")
        if not scene.recent:
            return
    reach = timedelta(days=1)
    for one in list_follow_ups(connection, since=following.first - reach, until=following.last + reach):
        due, at = words.local_due(one, scene.clock)
        if due in following and one.id not in told:
            yield _line(one, due, at, scene)
    for promise in list_open_promises(connection, due_since=following.first, due_until=following.last):
        day = words.read_day(promise.due)
        if day is not None and promise.id not in told:
            yield _line(promise, day, None, scene)


def _line(one: FollowUp | Promise, due: date, at: time | None, scene: Scene, done: str = "") -> Line:
    when, state = timed(due, at, scene), "done" if done else "coming"
    if isinstance(one, FollowUp):
        step = replace(one, what=scene.told("follow_up", one.id, "what", one.what))
        line = follow_up_line(step, when.text, due, at, state)
    else:
        promise = replace(one, what=scene.told("promise", one.id, "what", one.what))
        line = promise_line(promise, when.text, due, state, scene.clock)
    said = (Part("state", done),) if done else ()
    return replace(line, parts=(*(when if part.name == "when" else part for part in line.parts), *said))


def _days(connection: sqlite3.Connection, following: Period, scene: Scene) -> Iterator[Line]:
    days, today = scene.practice.days, scene.clock.today
    for occasion, on in read_coming(connection, following.first, (following.last - following.first).days):
        if words.is_personal(occasion):
            scene.withhold("occasion", occasion.id, "", "personal_day")
            continue
        if occasion.day is None and not (scene.long or _begins(on.month, following)):
            continue  # of a month without a day is told once, not every week
        told = replace(occasion, label=scene.told("occasion", occasion.id, "label", occasion.label) or None)
        line = occasion_line(told, on, words.dated_words(on, today), "coming")
        yield line if occasion.day is None else typed(line, when=on)
    for festival in festivals_between(following.first, following.last, off=days.off, own=days.own):
        yield typed(festival_line(festival, words.dated_words(festival.day, today)), when=festival.day)


def _begins(month: int, week: Period) -> bool:
    """Whether a month begins within a week."""
    return week.last.month == month and week.last.day <= 7
