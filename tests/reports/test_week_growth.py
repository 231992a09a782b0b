"""Growth and gifts of a period: who brings others, what grows, on how few the book rests, what was given in totals."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from karep.db.journal import undo
from karep.db.store import Store
from karep.reports.render import line_words
from karep.reports.report import Section, Withheld
from karep.reports.week_counted import counted
from karep.reports.week_coverage import percent
from karep.reports.week_gifts import gifts
from karep.reports.week_growth import growth
from karep.reports.week_scene import Scene, scene_of
from karep.rules.clock import Clock
from karep.rules.periods import read_period
from tests.hostile import OURS, fill
from tests.reports.conftest import Add

OLD = "2026-01-05T01:00:00.000Z"
BEFORE = "2026-11-12T01:00:00.000Z"
DURING = "2026-11-18T01:00:00.000Z"
AFTER = "2026-11-19T23:00:00.000Z"
At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Lets later actions happen at a moment."""

    def use(moment: str) -> None:
        monkeypatch.setattr("karep.db.store.moment", lambda _now=None: moment)

    use(OLD)
    return use


def scene(clock: Clock, of: str = "2026-W47") -> Scene:
    period = read_period(of)
    assert period is not None
    return scene_of(period, clock)


def section(store: Store, clock: Clock, key: str, of: str = "2026-W47") -> Section:
    return next(one for one in growth(store.connection, scene(clock, of)) if one.key == key)


def told(store: Store, clock: Clock, key: str, of: str = "2026-W47") -> list[list[str]]:
    return [[part.text for part in line.parts] for line in section(store, clock, key, of).lines]


def figures(found: Section) -> dict[str, tuple[int, int]]:
    return {line.name: (line.figure.value, line.figure.before) for line in found.lines if line.figure}


def change(store: Store, noun: str, record_id: str, **values: object) -> None:
    with store.action("test") as action:
        action.change(noun, record_id, values)


# --- referrals ---------------------------------------------------------------------------------------------------


def test_referrals_that_grew_are_told_with_what_they_were(store: Store, clock: Clock, add: Add, at: At) -> None:
    account = add("account", name="Acme")
    person = add("person", name="Wu", account_id=account, referred_groups=10, referred_cards=4)
    at(BEFORE)
    change(store, "person", person, referred_groups=11)
    at(DURING)
    change(store, "person", person, referred_groups=12, title="CEO")
    change(store, "person", person, referred_groups=13, referred_cards=5)
    assert told(store, clock, "referrals") == [["Acme", "Wu", "13 groups (+2), 5 customers of them (+1)"]]
    assert told(store, clock, "referrals", "2026-W46") == [["Acme", "Wu", "11 groups (+1), 4 customers of them (+0)"]]
    assert told(store, clock, "referrals", "2026-W45") == []
    undo(store)
    undo(store)
    assert told(store, clock, "referrals") == []
    with store.action("test") as action:
        action.remove("account", account)
    assert told(store, clock, "referrals", "2026-W46") == []


def test_referrers_and_opinion_leaders_who_were_met(store: Store, clock: Clock, add: Add, at: At) -> None:
    account = add("account", name="Acme")
    person, other = (add("person", name=name, account_id=account) for name in ("Wu", "Li"))
    role = add("role", person_id=person, account_id=account, role="referrer")
    add("role", person_id=person, account_id=account, role="opinion_leader")
    add("role", person_id=other, account_id=account, role="user")
    for moment in (BEFORE, DURING, "2026-11-17T01:00:00Z"):
        touch = add("touch", account_id=account, at=moment)
        for one in (person, other):
            add("attendance", touch_id=touch, person_id=one)
    assert told(store, clock, "referrals") == [["Acme", "Wu", "Referrer", "2 touches"]]
    assert told(store, clock, "referrals", "2026-W46") == [["Acme", "Wu", "Referrer", "1 touch"]]
    assert told(store, clock, "referrals", "2026-W45") == []
    with store.action("test") as action:
        action.remove("role", role)
        action.remove("touch", touch)
    assert told(store, clock, "referrals") == [["Acme", "Wu", "Opinion leader", "1 touch"]]


def test_new_accounts_with_their_way_but_not_those_of_an_import(store: Store, clock: Clock, noted: Add) -> None:
    named = {"match_key": "x", "lead_source": "Fair"}
    new = noted("account", created_at=DURING, name="New", tier="gold", **named)
    noted("account", created_at=BEFORE, name="Old", **named)
    noted("account", created_at=DURING, name="Nobody knows", match_key="x")
    noted("account", created_at=DURING, name="Imported", kind_of_action="sheet.import", **named)
    assert told(store, clock, "referrals") == [["New", "Gold", "new account, came by: Fair"]]
    change(store, "account", new, lead_source="!! his cousin")
    week = scene(clock)
    lines = growth(store.connection, week)[0].lines
    assert [line.part("what") for line in lines] == ["new account"]
    assert list(week.withheld) == [Withheld("account", new, "lead_source", "private_line")]


# --- expansion ---------------------------------------------------------------------------------------------------


def test_deals_that_grow_are_told_when_opened_or_moved(store: Store, clock: Clock, noted: Add, add: Add) -> None:
    account = add("account", name="Acme")
    deal = {"account_id": account, "stage": "S4", "amount": 100_000, "currency": "CNY"}
    noted("opportunity", created_at=DURING, name="Second line", kind="cross_sell", **deal)
    noted("opportunity", created_at=DURING, name="Imported", kind="cross_sell", kind_of_action="sheet.import", **deal)
    noted("opportunity", created_at=DURING, name="New business", kind="new", **deal)
    old = noted("opportunity", created_at=OLD, name="Frame", kind="renewal", **{**deal, "stage": "S6"})
    first = noted("stage_change", created_at=DURING, opportunity_id=old, from_stage="S4", to_stage="S5", at=DURING)
    last = noted("stage_change", created_at=AFTER, opportunity_id=old, from_stage="S5", to_stage="S6", at=AFTER)
    assert told(store, clock, "expansion") == [
        ["Acme", "Second line", "Cross-sell", "¥1k", "opened, S4 Discover"],
        ["Acme", "Frame", "Renewal", "¥1k", "S4 Discover → S6 Closing"],
    ]
    assert section(store, clock, "expansion").lines[1].sources == (("stage_change", last),)
    assert told(store, clock, "expansion", "2026-W46") == []
    with store.action("test") as action:
        action.remove("stage_change", first)
        action.remove("stage_change", last)
    assert len(told(store, clock, "expansion")) == 1


def test_won_deals_that_nothing_grew_out_of(store: Store, clock: Clock, add: Add, at: At) -> None:
    account = add("account", name="Acme")
    deal = add("opportunity", account_id=account, name="Press", stage="S7", amount=900, currency="CNY")
    at(BEFORE)
    change(store, "opportunity", deal, status="won")
    expected = [["Acme", "Press", "¥9", "won Thu 12 Nov, nothing has grown out of it yet"]]
    assert told(store, clock, "expansion") == expected
    assert told(store, clock, "expansion", "2026-W45") == []
    grown = add("opportunity", account_id=account, name="More", kind="up_sell", stage="S4", grown_from_id=deal)
    assert expected[0] not in told(store, clock, "expansion")
    with store.action("test") as action:
        action.remove("opportunity", grown)
    assert told(store, clock, "expansion") == expected
    add("opportunity", account_id=account, name="Another", stage="S1")
    assert told(store, clock, "expansion") == []


# --- concentration -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_concentration_is_what_plain_lists_say(store: Store, clock: Clock, at: At, seed: int) -> None:
    chance = random.Random(seed)

    def values() -> dict[str, object]:
        return {
            "yearly_purchases": chance.choice([None, 0, 500, 7_000, 40_000, 123_456]),
            "status": chance.choice(["active", "active", "at_risk", "dormant", "lost"]),
            "agreement_on": chance.choice([None, "2026-03-01", "2026-11-17", "2026-12-24"]),
        }

    with store.action("test") as action:
        base = {"match_key": "x"}
        made = [action.add("account", {"name": f"A{n}", **base, **values()}) for n in range(23)]
        for one in made:
            action.add("touch", {"account_id": one, "at": OLD, "kind": "visit"})
        action.remove("account", made[0])
    states = {"before": _stored(store), "now": {}}
    for moment in (DURING, DURING, AFTER):
        at(moment)
        for one in chance.sample(made[1:], 5):
            change(store, "account", one, **values())
    states["now"] = _stored(store)
    at("2026-11-20T05:00:00.000Z")  # an hour ahead of the clock
    change(store, "account", made[1], yearly_purchases=99_999_999, status="active")
    now, before = (
        _expected(list(states[name].values()), day) for name, day in (("now", "2026-11-20"), ("before", "2026-11-15"))
    )
    found = figures(section(store, clock, "concentration"))
    assert found == {"top_share": (now[0], before[0]), "regular_customers": (now[1], before[1])}
    assert figures(section(store, clock, "concentration", "2026-W46")) == {
        "top_share": (before[0], before[0]),
        "regular_customers": (before[1], before[1]),
    }
    lines = counted(store.connection, scene(clock), "top_share")
    buyers = [bought for bought, *_rest in states["now"].values() if bought]
    assert len(lines) == -(-len(buyers) // 5)


def _stored(store: Store) -> dict[str, tuple[int | None, str, str | None]]:
    query = "SELECT id, yearly_purchases, status, agreement_on FROM account WHERE removed_at IS NULL"
    return {row[0]: row[1:] for row in store.connection.execute(query)}


def _expected(states: list[tuple[int | None, str, str | None]], day: str) -> tuple[int, int]:
    buyers = sorted((bought for bought, *_rest in states if bought), reverse=True)
    top = buyers[: len(buyers) // 5 + bool(len(buyers) % 5)]
    active = [one for one in states if one[1] in ("active", "at_risk")]
    regular = [one for one in active if one[0] and one[2] and one[2] <= day]
    return percent(sum(top), sum(buyers)), percent(len(regular), len(active))


def test_regular_customers_can_be_opened(store: Store, clock: Clock, noted: Add) -> None:
    named = {"created_at": OLD, "match_key": "x", "yearly_purchases": 20_000_00}
    noted("account", name="Acme", tier="gold", agreement_on="2026-01-01", **named)
    noted("account", name="Beta", **named)
    (line,) = counted(store.connection, scene(clock), "regular_customers")
    assert line_words(line) == "Acme · Gold · buys ¥20k a year"
    assert [line_words(line) for line in section(store, clock, "concentration").lines][1].startswith(
        "Regular customers · 1 of 2: 50"
    )


# --- gifts -------------------------------------------------------------------------------------------------------


def test_gifts_are_told_in_totals_alone(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme")
    people = [add("person", name=f"Wu {n}", account_id=account) for n in range(3)]
    given = {"account_id": account, "kind": "gift", "item": "Longjing tea", "note": "for his son"}
    ids = [
        add("gift", person_id=people[0], given_on="2026-11-16", value=45_000, currency="CNY", **given),
        add("gift", person_id=people[0], given_on="2026-11-20", value=1_000, **given),
        add("gift", person_id=people[1], given_on="2026-11-18", value=700, currency="eur", **given),
        add("gift", given_on="2026-11-18", **given),
    ]
    add("gift", person_id=people[2], given_on="2026-11-15", value=60_000, currency="CNY", **given)
    add("gift", person_id=people[2], given_on="2026-11-21", value=60_000, currency="CNY", **given)  # tomorrow
    removed = add("gift", person_id=people[2], given_on="2026-11-18", value=1, currency="USD", **given)
    with store.action("test") as action:
        action.remove("gift", removed)
    week = scene(clock)
    found = gifts(store.connection, week)
    assert figures(found) == {
        "gifts": (4, 1),
        "gift_amount.CNY": (46_000, 60_000),
        "gift_amount.EUR": (700, 0),
        "gift_people": (2, 1),
        "gifts_near_limit": (1, 0),
        "gifts_over_limit": (1, 1),
    }
    assert [line.figure.unit for line in found.lines if line.figure] == ["", "CNY", "EUR", "", "", ""]
    assert {(one.noun, one.record_id, one.why) for one in week.withheld} == {("gift", one, "gift") for one in ids}
    assert not any(line.lines or line.sources or line.record_id for line in found.lines)
    shown = " ".join(line_words(line) for line in found.lines)
    assert not any(word in shown for word in ("Longjing", "Wu", "son", "Acme"))
    assert counted(store.connection, week, "gifts") == ()
    with store.action("test") as action:
        action.remove("account", account)
    assert gifts(store.connection, scene(clock)).lines == ()


def test_the_year_of_a_person_begins_in_january(store: Store, clock: Clock, add: Add) -> None:
    person = add("person", name="Wu", account_id=add("account", name="Acme"))
    add("gift", person_id=person, given_on="2025-12-30", kind="gift", item="x", value=60_000, currency="CNY")
    assert "gifts_over_limit" not in figures(gifts(store.connection, scene(clock, "2026-W47")))
    clock = Clock.at(clock.today.replace(year=2026, month=1, day=6), zone="Asia/Shanghai")
    found = figures(gifts(store.connection, scene(clock, "2026-W02")))
    assert found.get("gifts_over_limit") is None
    found = figures(gifts(store.connection, scene(clock, "2026-W01")))
    assert found["gifts"] == (1, None)  # the book begins later


# --- nothing, and hostile texts ----------------------------------------------------------------------------------


def test_an_empty_book_has_nothing_to_tell(store: Store, clock: Clock) -> None:
    found = (*growth(store.connection, scene(clock)), gifts(store.connection, scene(clock)))
    assert [(one.key, one.part) for one in found] == [
        ("referrals", "growth"), ("expansion", "growth"), ("concentration", "growth"), ("gifts", "gifts"),
    ]  # fmt: skip
    assert not any(one.lines or one.more for one in found)


def test_hostile_texts_stand_as_they_are(store: Store, clock: Clock) -> None:
    with store.action("test") as action:
        made = fill(action, [text for text in OURS if "\ud800" not in text], "2026-11-20")
        for account in made:
            action.change("account", account, {"yearly_purchases": 100})
            (person,) = store.connection.execute("SELECT id FROM person WHERE account_id = ?", (account,)).fetchone()
            action.add("role", {"person_id": person, "account_id": account, "role": "referrer"})
        store.connection.execute("SELECT 1")
    week = scene(clock, "2026")
    names = dict(store.connection.execute("SELECT id, name FROM account"))
    for one in (*growth(store.connection, week), gifts(store.connection, week)):
        assert all(line.part("account") == names[line.account_id] for line in one.lines if line.figure is None)
    lines = counted(store.connection, week, "top_share")
    assert len(lines) == -(-len(made) // 5)
