"""Coverage of a period: every figure and list is recounted from plain lists, whatever the history."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from karep.db.change import validated
from karep.db.keys import new_id
from karep.db.store import Store
from karep.reports.report import Section
from karep.reports.week_counted import counted
from karep.reports.week_coverage import coverage, percent
from karep.reports.week_scene import Scene, scene_of
from karep.rules.cadence import DEFAULT_SETTINGS
from karep.rules.clock import Clock
from karep.rules.periods import Period, read_period
from karep.rules.vocabulary import TIERS
from karep.rules.zones import utc_text
from tests.hostile import OURS
from tests.reports.conftest import Add

ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = {tier: DEFAULT_SETTINGS.of_tier(tier).contact for tier in TIERS}
Figures = dict[str, tuple[int, int]]


def period(text: str) -> Period:
    found = read_period(text)
    assert found is not None
    return found


def scene(clock: Clock, of: str = "2026-W47") -> Scene:
    return scene_of(period(of), clock)


def sections(store: Store, of: Scene) -> dict[str, Section]:
    return {section.key: section for section in coverage(store.connection, of)}


def figures(store: Store, of: Scene) -> Figures:
    lines = sections(store, of)["coverage"].lines
    return {line.name: (line.figure.value, line.figure.before) for line in lines if line.figure}


@dataclass
class Book:
    """A book as plain lists."""

    accounts: dict[str, tuple[str | None, str, datetime]] = field(default_factory=dict)
    """Tier, status, since when in the book."""
    touches: list[tuple[str, datetime, str, frozenset[str]]] = field(default_factory=list)
    """Account, moment, who of ours came along, who of theirs."""
    decided: dict[str, datetime] = field(default_factory=dict)
    """Since when it is known who decides."""

    def there(self, end: datetime) -> dict[str, tuple[str | None, list[tuple[datetime, str, frozenset[str]]]]]:
        """Active accounts in the book at a moment with their tier and what happened before it."""
        found = {}
        for account, (tier, status, since) in self.accounts.items():
            heard = [(at, along, theirs) for whose, at, along, theirs in self.touches if whose == account and at < end]
            if status in ("active", "at_risk") and (since < end or heard):
                found[account] = tier, heard
        return found

    def figures(self, end: datetime, on: date) -> dict[str, int]:
        """The four figures at a moment."""
        kept = limited = recent = single = undecided = 0
        there = self.there(end)
        for account, (tier, heard) in there.items():
            days = (on - max(at for at, *_rest in heard).astimezone(ZONE).date()).days if heard else 10**6
            recent += days <= 30
            if tier is None:
                continue
            limit = LIMITS[tier]
            assert limit is not None
            limited, kept = limited + 1, kept + (days <= limit.worst)
            near = [one for one in heard if (on - one[0].astimezone(ZONE).date()).days <= 90]
            ours, theirs = {one[1] for one in near if one[1]}, {who for one in near for who in one[2]}
            single += bool(near) and (not ours or len(theirs) < 2)
            undecided += not (account in self.decided and self.decided[account] < end)
        return {
            "rhythm_kept": percent(kept, limited),
            "in_contact": percent(recent, len(there)),
            "single_threads": single,
            "no_decision_maker": undecided,
        }


def moment(chance: random.Random, first: date, days: int) -> datetime:
    return datetime.combine(first, time(), UTC) + timedelta(minutes=chance.randrange(days * 24 * 60))


def fill(store: Store, chance: random.Random) -> Book:
    """A random history up to Friday 20 November 2026, noon in Shanghai."""
    book = Book()
    now = datetime(2026, 11, 20, 4, tzinfo=UTC)
    rows: dict[str, list[dict[str, object]]] = {
        noun: [] for noun in ("account", "person", "role", "touch", "attendance")
    }

    def row(noun: str, noted_at: datetime, **values: object) -> str:
        stamps = {"id": new_id(), "created_at": utc_text(noted_at), "changed_at": utc_text(noted_at)}
        rows[noun].append(stamps | values)
        return stamps["id"]

    for number in range(30):
        tier, status = chance.choice([*TIERS, None]), chance.choice(["active"] * 5 + ["at_risk", "dormant", "lost"])
        since = moment(chance, date(2026, 4, 1), 232)
        removed = utc_text(now) if number % 10 == 9 else None
        named = {"name": f"A{number}", "match_key": "x", "tier": tier, "status": status, "removed_at": removed}
        account = row("account", since, **named)
        if removed is None:
            book.accounts[account] = tier, status, since
        people = [row("person", since, account_id=account, name=f"P{one}", match_key="x") for one in range(3)]
        if chance.random() < 0.6:
            known = moment(chance, date(2026, 9, 1), 80)
            row("role", known, person_id=people[0], account_id=account, role="decision_maker")
            if removed is None:
                day_one = known.date() <= since.date()
                book.decided[account] = datetime.min.replace(tzinfo=UTC) if day_one else known
        for _touch in range(chance.randrange(6)):
            at = min(moment(chance, date(2026, 6, 1), 173), now)
            along = chance.choice(["", "", "老王"])
            theirs = frozenset(chance.sample(people, chance.randrange(3)))
            gone = utc_text(now) if chance.random() < 0.1 else None
            what = {"account_id": account, "at": utc_text(at), "kind": chance.choice(["visit", "call", "gift"])}
            touch = row("touch", at, **what, our_people=along or None, removed_at=gone)
            for person in people:
                if person in theirs or chance.random() < 0.3:
                    away = None if person in theirs else utc_text(now)
                    row("attendance", at, touch_id=touch, person_id=person, removed_at=away)
            if gone is None:
                book.touches.append((account, at, along, theirs))
    with store.action("sheet.import") as change:
        for noun, records in rows.items():
            change.add_many(noun, [validated(noun, record) for record in records])
    return book


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("of", ["2026-W47", "2026-W45", "2026-10", "2026"])
def test_figures_are_what_plain_lists_say(store: Store, clock: Clock, seed: int, of: str) -> None:
    book = fill(store, random.Random(seed))
    span = period(of)
    expected = []
    for last in (span.last, span.first - timedelta(days=1)):
        end = min(datetime.combine(last + timedelta(days=1), time(), ZONE), clock.now + timedelta(milliseconds=1))
        expected.append(book.figures(end, min(last, clock.today)))
    now, before = expected
    found = figures(store, scene(clock, of))
    begun = any(tier for tier, _heard in book.there(datetime.combine(span.first, time(), ZONE)).values())
    if any(tier for tier, _heard in book.there(clock.now).values()):
        assert found == {name: (value, before[name] if begun else None) for name, value in now.items()}
    for name in ("single_threads", "no_decision_maker"):
        assert len(counted(store.connection, scene(clock, of), name)) == found[name][0]
    lines = counted(store.connection, scene(clock, of), "rhythm_kept")
    assert percent(sum(line.state == "" for line in lines), len(lines)) == found["rhythm_kept"][0]
    lines = counted(store.connection, scene(clock, of), "in_contact")
    assert percent(sum(line.state == "" for line in lines), len(lines)) == found["in_contact"][0]


@pytest.mark.parametrize("seed", range(4))
def test_most_and_least_contacted(store: Store, clock: Clock, seed: int) -> None:
    book = fill(store, random.Random(seed))
    since = datetime(2026, 10, 1, tzinfo=ZONE)
    times = Counter(whose for whose, at, *_rest in book.touches if since <= at and whose in book.accounts)
    found = sections(store, scene(clock, "2026-Q4"))
    most, least = found["most"].lines, found["least"].lines
    value = {
        line.account_id: next(part.value for part in line.parts if part.name == "times") for line in (*most, *least)
    }
    assert [value[line.account_id] for line in most] == sorted(times.values(), reverse=True)[:10]
    assert all(value[one] == times[one] for one in value)
    assert not {line.account_id for line in most} & {line.account_id for line in least}
    assert all(book.accounts[line.account_id][0] and book.accounts[line.account_id][1] != "lost" for line in least)
    silent = [one for one, (tier, _heard) in book.there(clock.now).items() if tier and not times[one]]
    assert [value[line.account_id] for line in least[: len(silent)]] == [0] * min(len(silent), 10)


def test_the_last_day_of_a_limit_counts_whole(store: Store, clock: Clock, noted: Add) -> None:
    account = noted("account", created_at="2026-01-01T00:00:00Z", name="Acme", match_key="x", tier="diamond")
    midnight = datetime.combine(clock.today - timedelta(days=7), time(), ZONE)
    touch = noted("touch", created_at="2026-01-01T00:00:00Z", account_id=account, at=utc_text(midnight))
    assert figures(store, scene(clock))["rhythm_kept"] == (100, 100)
    with store.action("test") as change:
        change.change("touch", touch, {"at": utc_text(midnight - timedelta(milliseconds=1))})
    assert figures(store, scene(clock))["rhythm_kept"] == (0, 100)


def test_gaps_name_who_is_missing(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme", tier="diamond", owner="Li Na")
    person = add("person", name="Wu", account_id=account)
    add("role", person_id=person, account_id=account, role="decision_maker")
    touch = add("touch", account_id=account, at="2026-11-18T01:00:00Z", kind="visit", our_people="Li Na")
    add("attendance", touch_id=touch, person_id=person)
    add("account", name="Small", tier="gold")
    gaps = sections(store, scene(clock))["gaps"]
    assert [line.part("why") for line in gaps.lines] == [
        "purchaser unknown, only Li Na of ours in 90 d, only Wu of theirs in 90 d"
    ]
    with store.action("test") as change:
        change.change("account", account, {"absent_roles": "purchaser"})
        change.change("touch", touch, {"our_people": "Li Na, Boss Zhao"})
    assert sections(store, scene(clock))["gaps"].lines[0].part("why") == "only Wu of theirs in 90 d"
    with store.action("test") as change:
        change.change("person", person, {"left_on": "2026-11-19"})
    assert sections(store, scene(clock))["gaps"].lines[0].part("why") == (
        "decision-maker unknown, nobody of theirs noted in 90 d"
    )


def test_gaps_beyond_ten_are_counted(store: Store, clock: Clock, noted: Add) -> None:
    for number in range(13):
        noted("account", created_at="2026-01-01T00:00:00Z", name=f"A{number}", match_key="x", tier="platinum")
    gaps = sections(store, scene(clock))["gaps"]
    assert (len(gaps.lines), gaps.more) == (10, 3)


def test_an_empty_book_has_nothing_to_tell(store: Store, clock: Clock) -> None:
    found = sections(store, scene(clock))
    assert list(found) == ["coverage", "gaps", "most", "least"]
    assert all(section.part == "coverage" and not section.lines for section in found.values())
    assert counted(store.connection, scene(clock), "rhythm_kept") == ()
    assert counted(store.connection, scene(clock), "no_decision_maker") == ()


def test_hostile_names_stand_as_they_are(store: Store, clock: Clock, noted: Add) -> None:
    texts = [text for text in OURS if "\ud800" not in text and "\x00" not in text]
    made = {}
    for text in texts:
        named = {"name": text, "match_key": "x", "tier": "diamond", "owner": text}
        account = noted("account", created_at="2026-01-01T00:00:00Z", **named)
        noted(
            "touch", created_at="2026-11-18T01:00:00Z", account_id=account, at="2026-11-18T01:00:00Z", our_people=text
        )
        made[account] = text
    stored = dict(store.connection.execute("SELECT id, name FROM account"))
    found = sections(store, scene(clock))
    assert all(line.part("account") == stored[line.account_id] for key in ("most", "gaps") for line in found[key].lines)
    assert len(counted(store.connection, scene(clock), "in_contact")) == len(made)


def test_an_unknown_figure_is_an_error(store: Store, clock: Clock) -> None:
    with pytest.raises(KeyError):
        counted(store.connection, scene(clock), "no_such_figure")
