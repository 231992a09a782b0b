"""Every figure of a period equals a recount that shares nothing with the code: plain rows, and days of the rep's zone.

The code cuts time into spans of UTC and counts in SQL; the recount takes every row of the store, asks which day it was
in the zone, and which week, month, quarter or year that day belongs to. What happened is random: touches to the second
around the edges of weeks, months and years in zones with and without a change of the clocks, several people at one
touch, what was removed, undone and redone, deals that were won, lost and opened again, imports.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, opportunities, people, promises, targets, touches
from karep.db.change import Change
from karep.db.errors import StoreError
from karep.db.journal import redo, undo
from karep.db.store import Store
from karep.reports.report import Figure
from karep.reports.week_numbers import HISTORY, counted, numbers
from karep.reports.week_scene import scene_of
from karep.rules.clock import Clock
from karep.rules.periods import SPANS, Period, period_of
from karep.rules.vocabulary import TOUCH_KINDS

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Pacific/Auckland", "Asia/Kolkata")
EDGES = (
    date(2020, 12, 28), date(2021, 1, 1), date(2021, 1, 4), date(2025, 12, 29), date(2026, 1, 1), date(2026, 3, 29),
    date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 24), date(2026, 7, 1), date(2026, 9, 28), date(2026, 10, 1),
    date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 16),
    date(2026, 11, 23), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 4),
)  # fmt: skip
"""First days of weeks, months, quarters and years; week 53 of 2020 and of 2026; days on which clocks change."""
CHECKED: Counter[str] = Counter()


def _moments(zone: str) -> list[str]:
    """Moments beside the midnights that begin the `EDGES`, and the midnights of two other zones."""
    others = [name for name in ZONES if name != zone][:2]
    found = []
    for day in EDGES:
        midnight = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        found += [midnight + timedelta(milliseconds=step) for step in (-1000, -1, 0, 1, 40_000_000)]
        found += [datetime.combine(day, time(), ZoneInfo(name)).astimezone(UTC) for name in others]
    return [moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") for moment in sorted(found)]


MOMENTS = {zone: _moments(zone) for zone in ZONES}
DEEDS = (
    "account", "person", "person", "placeholder", "import", "touch", "touch", "touch", "touch", "touches", "deal",
    "deal", "won_deal", "status", "status", "status", "promise", "keep", "keep", "reopen", "remove", "remove",
    "restore", "undo", "slip", "redo", "target",
)  # fmt: skip
Step = tuple[str, int, int, int]
"""What is done, and three numbers that choose among what there is."""
NEAR = 4 * 7
"""What happens in one history lies between so many neighbouring moments: around four edges."""
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 999), st.integers(0, 999), st.integers(0, NEAR - 1)),
    min_size=6,
    max_size=16,
)
BEGINNING = (
    ("account", 1, 1), ("account", 2, 2), ("person", 1, 1), ("promise", 0, 1), ("promise", 1, 0), ("deal", 4, 3),
    ("deal", 4, 1), ("touches", 0, 0), ("touches", 1, 1), ("status", 0, 3), ("slip", 1, 3), ("keep", 0, 1),
    ("keep", 1, 1), ("target", 1, 5), ("target", 5, 0), ("target", 4, 5), ("target", 3, 5), ("target", 3, 9),
)  # fmt: skip
"""What every book begins with, so that the later steps find something: two accounts, promises of both sides, deals,
targets for every week, month and year, and for one month."""


class Life:
    """A rep's work in a store: each step is one action at a moment of its own, never before the last one."""

    def __init__(self, store: Store, moments: list[str]) -> None:
        self.store = store
        self.moments = moments
        self.known: dict[str, list[str]] = defaultdict(list)

    def live(self, steps: list[Step]) -> None:
        steps = [(*step, (place * 5 + len(steps)) % NEAR) for place, step in enumerate(BEGINNING)] + steps
        stamps = sorted(self.moments[moment] for _deed, _one, _other, moment in steps)
        for (deed, one, other, moment), stamp in zip(steps, stamps, strict=True):
            with patch("karep.db.store.moment", return_value=stamp), suppress(StoreError):
                if deed == "undo":
                    undo(self.store, 1 + one % self._last()) if other % 2 else undo(self.store)
                elif deed == "redo":
                    redo(self.store)
                else:
                    with self.store.action("import" if deed == "import" else f"test.{deed}") as change:
                        self._do(change, deed, one, other, self.moments[moment])
                    if deed == "slip":
                        undo(self.store)

    def _last(self) -> int:
        return int(self.store.connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM action").fetchone()[0])

    def _any(self, noun: str, number: int) -> str | None:
        known = self.known[noun]
        return known[number % len(known)] if known else None

    def _do(self, change: Change, deed: str, one: int, other: int, at: str) -> None:
        account = self._any("account", one)
        if account is None or deed == "account":
            account = accounts.add_account(change, {"name": f"A{one}"})
            self.known["account"].append(account)
        day = self.moments[other % NEAR][:10]
        if deed in ("person", "placeholder"):
            values: dict[str, object] = {"name": f"P{other}", "account_id": account if other % 3 else None}
            self._keep("person", people.add_person(change, {**values, "placeholder": deed == "placeholder"}))
        elif deed == "import":
            for number in range(1 + other % 3):
                self._keep("person", people.add_person(change, {"name": f"I{number}", "account_id": account}))
            won = {"account_id": account, "name": "W", "status": "won", "amount": other * 100, "currency": "CNY"}
            self._keep("opportunity", opportunities.add_opportunity(change, {**won, "expected_close": day}))
        elif deed in ("touch", "touches"):
            kinds = tuple(TOUCH_KINDS)
            there = [two for two in (self._any("person", one), self._any("person", other)) if two]
            for number in range(1 if deed == "touch" else 3):
                values = {"account_id": account, "kind": kinds[(other + number) % 4], "at": at}
                self._keep("touch", touches.log_touch(change, values, people=list(dict.fromkeys(there))))
        elif deed in ("deal", "won_deal"):
            values = {"account_id": account, "name": "D", "amount": (None, one * 100 + 7)[other % 4 > 0]}
            values |= {"currency": ("CNY", "EUR", None)[other % 3], "expected_close": day if one % 3 else None}
            values |= {"status": "won"} if deed == "won_deal" else {}
            self._keep("opportunity", opportunities.add_opportunity(change, values))
        elif deed == "promise":
            owed = ("us", "them")[other % 4 == 0]
            self._keep("promise", promises.add_promise(change, {"account_id": account, "what": "x", "owed_by": owed}))
        elif deed == "target":
            self._target(change, one, other, at)
        else:
            self._change(change, deed, one, other, day)

    def _keep(self, noun: str, record_id: str) -> None:
        self.known[noun].append(record_id)

    def _target(self, change: Change, one: int, other: int, at: str) -> None:
        span = SPANS[one % 4]
        period = span if other % 2 else str(period_of(span, date.fromisoformat(at[:10])))
        measure = ("visits", "calls", "touches", "people", "signed")[other % 5]
        currency = ("CNY", "EUR")[one % 2] if measure == "signed" else None
        targets.set_target(change, period=period, measure=measure, value=one % 7, currency=currency)

    def _change(self, change: Change, deed: str, one: int, other: int, day: str) -> None:
        deal, promise = self._any("opportunity", one), self._any("promise", one)
        if deed in ("status", "slip") and deal:
            if other % 4 == 0:
                opportunities.reopen(change, deal)
            elif other % 4 == 1:
                opportunities.lose(change, deal, "price", day)
            else:
                opportunities.win(change, deal, on=date(2026, 11, 20))
        elif deed == "keep" and promise:
            promises.break_promise(change, promise) if other % 5 == 0 else promises.keep_promise(change, promise)
        elif deed == "reopen" and promise:
            promises.reopen_promise(change, promise)
        elif deed in ("remove", "restore"):
            noun = ("account", "person", "account", "touch", "opportunity", "promise")[other % 6]
            if record := self._any(noun, one):
                (change.remove if deed == "remove" else change.restore)(noun, record)


# --- the recount -----------------------------------------------------------------------------------------------------


def _key(span: str, day: date) -> tuple[int, ...]:
    """What names the period of a day, from the calendar alone."""
    if span == "week":
        return tuple(day.isocalendar())[:2]
    return {"month": (day.year, day.month), "quarter": (day.year, (day.month + 2) // 3), "year": (day.year,)}[span]


class Recount:
    """All that counts, each with its day in the zone."""

    def __init__(self, connection: sqlite3.Connection, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.rows = {noun: self._rows(connection, noun) for noun in ("account", "person", "touch", "opportunity")}
        self.rows |= {noun: self._rows(connection, noun) for noun in ("promise", "target", "action", "journal")}
        gone = {one["id"] for one in self.rows["account"] if one["removed_at"]}
        self.days: dict[str, list[tuple[date, Any]]] = defaultdict(list)
        for one in self._there("touch", gone):
            name = {"visit": "visits", "call": "calls"}.get(one["kind"], "others")
            for figure in (name, "touches", "accounts"):
                self.days[figure].append((self._day(one["at"]), one["account_id"]))
        brought = self._brought()
        for one in self._there("person", gone):
            if not one["placeholder"] and one["id"] not in brought:
                self.days["people"].append((self._day(one["created_at"]), 1))
        for one in self._there("promise", gone):
            if one["kept_at"] and one["owed_by"] == "us":
                self.days["promises_kept"].append((self._day(one["kept_at"]), 1))
        self.deals = {one["id"]: one for one in self._there("opportunity", gone)}
        self.said = self._statuses()

    @staticmethod
    def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY {'seq' if table in _LOGS else 'id'}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _there(self, noun: str, gone: set[str]) -> Iterator[dict[str, Any]]:
        return (one for one in self.rows[noun] if not one["removed_at"] and one["account_id"] not in gone)

    def _day(self, stamp: str) -> date:
        return datetime.fromisoformat(stamp).astimezone(self.zone).date()

    def _brought(self) -> set[str]:
        imports = {one["seq"] for one in self.rows["action"] if "import" in one["kind"]}
        return {one["record"] for one in self.rows["journal"] if one["op"] == "add" and one["action"] in imports}

    def _statuses(self) -> dict[str, list[tuple[date, str]]]:
        """What was said of each deal, in order: the day and the status; what was taken back was not said."""
        stands = {one["seq"]: one["at"] for one in self.rows["action"] if not one["undoes"] and not one["undone_by"]}
        said: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for one in self.rows["journal"]:
            if one["noun"] == "opportunity" and one["op"] == "change" and one["action"] in stands:
                after = json.loads(one["after"])
                if "status" in after:
                    said[one["record"]].append((self._day(stands[one["action"]]), after["status"]))
        return said

    def count(self, first: date, last: date) -> Counter[str]:
        """Every figure from a first day to a last one."""
        found: Counter[str] = Counter()
        for name, days in self.days.items():
            inside = [what for day, what in days if first <= day <= last]
            found[name] = len(set(inside)) if name == "accounts" else len(inside)
        for deal_id, deal in self.deals.items():
            said = self.said.get(deal_id, [])
            if not said and deal["status"] == "won" and deal["expected_close"]:
                said = [(date.fromisoformat(deal["expected_close"]), "won")]
            within = [status for day, status in said if first <= day <= last]
            if within and within[-1] == "won":
                found["deals_won"] += 1
                money = deal["currency"] or "CNY"
                found["signed" if money == "CNY" else f"signed.{money}"] += deal["amount"] or 0
        return found

    def begins(self) -> date:
        """The day on which the book begins."""
        stamps = [one["at"] for one in self.rows["touch"] if not one["removed_at"]] + [self.rows["action"][0]["at"]]
        return min(map(self._day, stamps))

    def goals(self, period: Period, today: date) -> dict[str, list[tuple[str, int, int]]]:
        """By figure the targets that count: period, target, reached."""
        found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        there = (one for one in self.rows["target"] if not one["removed_at"])
        kept = {(one["period"], one["measure"], one["currency"]): one for one in there}
        for span in SPANS[SPANS.index(period.span) :]:
            end = first = period.last
            while kept and _key(span, first - timedelta(days=1)) == _key(span, end):
                first -= timedelta(days=1)
            name = str(period_of(span, period.last))
            for about in {(measure, money) for _period, measure, money in kept}:
                one = kept.get((name, *about)) or kept.get((span, *about))
                if one and one["value"]:
                    figure = f"signed.{about[1]}" if about == ("signed", "EUR") else about[0]
                    reached = self.count(first, min(end, today))[figure]
                    found[figure].append((name, one["value"], reached))
        return found


_LOGS = ("action", "journal")


def _check(connection: sqlite3.Connection, recount: Recount, period: Period, clock: Clock) -> None:
    periods = [period.step(-back) for back in reversed(range(HISTORY[period.span]))]
    counts = [recount.count(one.first, one.last) for one in periods]
    told = {line.name: line.figure for line in numbers(connection, period, clock, "CNY")}
    goals = recount.goals(period, clock.today)
    begins = recount.begins()
    begun = [place for place, one in enumerate(periods) if one.last >= begins or any(counts[place].values())]
    since = min([*begun, len(periods) - 1])
    named = {name for one in counts[-2:] for name in one if name.startswith("signed.")} | {*goals}
    assert {*told} - {"touches"} >= named - {"touches"}
    assert ("touches" in told) == ("touches" in goals)
    for name, figure in told.items():
        assert isinstance(figure, Figure)
        series = [one[name] for one in counts]
        before = series[-2] if since < len(series) - 1 else None
        assert (figure.value, figure.before) == (series[-1], before), (name, str(period))
        assert figure.history == tuple(series[since:]), (name, str(period))
        whole = since <= len(series) - 5
        assert figure.mean == (Decimal(sum(series[-5:-1])) / 4 if whole else None), (name, str(period))
        assert [tuple(one) for one in figure.goals] == goals.get(name, []), (name, str(period))
        CHECKED["figures"] += 1
        CHECKED["numbers"] += 2 + len(figure.history) + len(figure.goals) + (figure.mean is not None)
        CHECKED["not zero"] += figure.value > 0


def _check_counted(connection: sqlite3.Connection, period: Period, clock: Clock) -> None:
    for line in numbers(connection, period, clock, "CNY"):
        assert line.figure is not None
        listed = counted(connection, scene_of(period, clock), line.name)
        if line.figure.unit:
            assert bool(listed) == bool(line.figure.value)
        else:
            assert len(listed) == len({(one.noun, one.record_id) for one in listed}) == line.figure.value, line.name
        CHECKED["opened"] += 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=STEPS, zone=st.sampled_from(ZONES), start=st.integers(0, len(EDGES) * 7 - NEAR), at=st.integers(0, NEAR - 1)
)
def test_every_figure_is_counted_right(
    empty_store_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step], zone: str, start: int, at: int
) -> None:
    moments = MOMENTS[zone][start : start + NEAR]
    path = tmp_path_factory.mktemp("recount") / "book.db"
    shutil.copyfile(empty_store_file, path)
    with Store.open(path) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        Life(store, moments).live(steps)
        if not store.connection.execute("SELECT 1 FROM action").fetchone():
            return
        recount = Recount(store.connection, zone)
        day, first, last = (date.fromisoformat(moments[one][:10]) for one in (at, 0, NEAR - 1))
        clock = Clock.at(day, zone=zone)
        for place, span in enumerate(SPANS):
            other = last - timedelta(days=1) if (place + at) % 2 else first + timedelta(days=1)
            _check(store.connection, recount, period_of(span, day), clock)
            _check(store.connection, recount, period_of(span, other), clock)
        _check_counted(store.connection, period_of(SPANS[len(steps) % 4], day), clock)
    CHECKED["histories"] += 1


def test_enough_was_counted() -> None:
    """The histories are not empty ones: many figures were above 0. How many is printed with ``pytest -s``."""
    print(dict(CHECKED))
    if CHECKED["histories"]:
        assert CHECKED["histories"] >= 35 and CHECKED["not zero"] > CHECKED["figures"] / 5
