"""What is at risk: each reason is found and goes away with its cause, the most serious stand first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.report import Section
from karep.reports.week_scene import Scene, scene_of
from karep.reports.week_warnings import LISTED, warnings
from karep.rules.clock import Clock
from karep.rules.periods import read_period
from tests.hostile import OURS, fill
from tests.reports.conftest import Add

OLD = "2026-01-05T01:00:00.000Z"
Told = Callable[[str], Section]


@pytest.fixture
def told(store: Store, clock: Clock) -> Told:
    """The warnings of a period."""

    def section(of: str = "2026-W47") -> Section:
        return warnings(store.connection, scene(clock, of))

    return section


def scene(clock: Clock, of: str) -> Scene:
    period = read_period(of)
    assert period is not None
    return scene_of(period, clock)


def whys(section: Section) -> list[str]:
    return [line.part("why") for line in section.lines]


@pytest.fixture
def account(noted: Add) -> str:
    """A gold account that was in contact every few weeks."""
    found = noted("account", created_at=OLD, name="Acme", match_key="x", tier="gold")
    for day in ("2026-10-06", "2026-10-27", "2026-11-18"):
        noted("touch", created_at=OLD, account_id=found, at=f"{day}T01:00:00.000Z")
    return found


def change(store: Store, noun: str, record_id: str, **values: object) -> None:
    with store.action("test") as action:
        action.change(noun, record_id, values)


def test_an_account_in_contact_is_no_warning(told: Told, account: str) -> None:
    assert told("2026-W47") == Section("warnings", "Warnings", (), part="warnings")


def test_status_and_its_day(store: Store, told: Told, account: str) -> None:
    change(store, "account", account, status="at_risk", status_on="2026-11-03")
    (line,) = told("2026-W47").lines
    assert [part.text for part in line.parts] == ["Acme", "Gold", "at risk since Tue 3 Nov"]
    assert (line.noun, line.record_id, line.account_id) == ("account", account, account)
    assert whys(told("2026-W44")) == []  # not yet
    change(store, "account", account, status="lost", status_on="2026-11-18")
    assert whys(told("2026-W47")) == ["lost Wed 18 Nov"]
    assert whys(told("2026-W46")) == []
    change(store, "account", account, status="dormant", status_on="2026-11-16")
    assert whys(told("2026-W47")) == ["fell asleep Mon 16 Nov"]
    change(store, "account", account, status="dormant", status_on="2026-11-15")
    assert whys(told("2026-W47")) == []


def test_a_key_person_who_left(store: Store, told: Told, account: str, add: Add) -> None:
    person = add("person", name="Wu", account_id=account, left_on="2026-11-17")
    assert whys(told("2026-W47")) == []
    add("role", person_id=person, account_id=account, role="purchaser")
    add("role", person_id=person, account_id=account, role="user")
    (line,) = told("2026-W47").lines
    assert line.part("why") == "Wu (purchaser) left Tue 17 Nov"
    assert line.sources == (("person", person),)
    assert whys(told("2026-W46")) == []
    change(store, "account", account, tier=None)
    assert whys(told("2026-W47")) == []


def test_who_is_against_us_is_told_in_a_line_that_customers_do_not_see(
    store: Store, told: Told, account: str, add: Add
) -> None:
    person = add("person", name="Wu", account_id=account, stance=-2)
    role = add("role", person_id=person, account_id=account, role="user")
    assert whys(told("2026-W47")) == []
    change(store, "role", role, role="decision_maker")
    (line,) = told("2026-W47").lines
    assert (line.part("why"), line.level) == ("Wu (decision-maker): against us", "inward")
    change(store, "account", account, status="at_risk")
    (line,) = told("2026-W47").lines
    assert (line.part("why"), line.level) == ("at risk", "")
    assert [(one.part("why"), one.level) for one in line.lines] == [("Wu (decision-maker): against us", "inward")]
    change(store, "person", person, stance=0)
    assert told("2026-W47").lines[0].lines == ()


def test_silence_beyond_twice_the_limit(store: Store, told: Told, noted: Add) -> None:
    account = noted("account", created_at=OLD, name="Acme", match_key="x", tier="diamond")
    touch = noted("touch", created_at=OLD, account_id=account, at="2026-11-06T01:00:00.000Z")
    assert whys(told("2026-W47")) == []
    change(store, "touch", touch, at="2026-11-05T01:00:00.000Z")
    assert whys(told("2026-W47")) == ["no contact for 15 d, limit 7 d"]
    assert whys(told("2026-W46")) == []  # ten days then
    with store.action("test") as action:
        action.remove("touch", touch)
    assert whys(told("2026-W47")) == ["never in contact"]
    change(store, "account", account, status="lost")
    assert whys(told("2026-W47")) == []


def test_a_contract_that_ends_without_a_renewal(store: Store, told: Told, account: str, add: Add, noted: Add) -> None:
    ends = add("occasion", account_id=account, kind="contract_end", month=2, day=18, year=2027)
    assert whys(told("2026-W47")) == ["contract ends Thu 18 Feb, no renewal is open"]
    change(store, "occasion", ends, day=19)  # 91 days ahead
    assert whys(told("2026-W47")) == []
    change(store, "occasion", ends, day=1, month=12, year=2026)
    assert whys(told("2026-W47")) == ["contract ends Tue 1 Dec, no renewal is open"]
    deal = add("opportunity", account_id=account, name="Renewal", kind="renewal", stage="S4")
    assert whys(told("2026-W47")) == []
    with store.action("test") as action:
        action.remove("opportunity", deal)
    assert len(told("2026-W47").lines) == 1
    change(store, "occasion", ends, kind="budget")
    assert whys(told("2026-W47")) == []


def test_large_deals_that_stand_still(told: Told, account: str, noted: Add) -> None:
    old = {"created_at": "2026-11-01T01:00:00.000Z", "account_id": account, "currency": "CNY"}
    noted("opportunity", name="Small", stage="S1", amount=100, **old)
    noted("opportunity", name="Other money", stage="S3", amount=100, **{**old, "currency": "EUR"})
    noted("opportunity", name="Large", stage="S1", amount=10_000_000, **old)
    noted("opportunity", name="No amount", stage="S1", **old)
    assert whys(told("2026-W47")) == [
        "Large (¥100k): nothing happened for 19 d; Other money (€1): nothing happened for 19 d"
    ]
    assert whys(told("2026-W45")) == []


def test_a_large_deal_without_a_next_step(told: Told, account: str, noted: Add, add: Add) -> None:
    made = "2026-11-16T01:00:00.000Z"
    deal = noted("opportunity", created_at=made, account_id=account, name="Frame", stage="S5", amount=5_000)
    assert whys(told("2026-W47")) == ["Frame (50): no next step in the next 7 d"]
    assert whys(told("2026-W46")) == []
    step = {"account_id": account, "opportunity_id": deal}
    add("follow_up", what="Write", due="2026-11-12", **step)
    assert whys(told("2026-W47")) == ["Frame (50): its next step is overdue since Thu 12 Nov"]
    add("follow_up", what="Meeting", due="2026-12-15", **step)
    assert whys(told("2026-W47")) == ["Frame (50): no next step in the next 7 d"]
    add("follow_up", what="Call", due="2026-11-23", **step)  # that another one is overdue is told elsewhere
    assert whys(told("2026-W47")) == []


def test_a_status_of_today_says_nothing_of_long_ago(store: Store, told: Told, account: str, add: Add) -> None:
    change(store, "account", account, status="at_risk")
    add("touch", account_id=account, kind="call", at="2019-06-04T01:00:00.000Z")  # so that it was in the book
    person = add("person", name="Wu", account_id=account, stance=-2)
    add("role", person_id=person, account_id=account, role="decision_maker")
    assert "at risk" in told("2026-W47").lines[0].part("why")
    assert "at risk" in told("2026-W46").lines[0].part("why")
    for of in ("2026-W45", "2019-W23"):
        assert not any(line.part("why").startswith(("at risk", "Wu")) or line.lines for line in told(of).lines)


def test_accounts_that_were_not_in_the_book_are_no_warning(store: Store, told: Told, noted: Add) -> None:
    made = "2026-11-18T01:00:00.000Z"
    known = {"match_key": "x", "status": "at_risk", "status_on": "2026-10-01"}
    noted("account", created_at=made, name="New", **known)
    assert whys(told("2026-W47")) == ["at risk since Thu 1 Oct"]
    assert whys(told("2026-W46")) == []


def test_a_tier_that_was_lowered(told: Told, account: str, add: Add) -> None:
    at = "2026-11-17T01:00:00.000Z"
    step = add("tier_change", account_id=account, from_tier="gold", to_tier="platinum", at=at, origin="hand")
    assert whys(told("2026-W47")) == []
    step = add("tier_change", account_id=account, from_tier="platinum", to_tier="gold", at=at, origin="hand")
    (line,) = told("2026-W47").lines
    assert (line.part("why"), line.sources) == ("tier lowered from Platinum to Gold", (("tier_change", step),))
    assert whys(told("2026-W46")) == []


def test_objections(store: Store, clock: Clock, told: Told, account: str, add: Add) -> None:
    said = {"account_id": account, "outcome": "open"}
    at = "2026-11-05T01:00:00.000Z"
    doubt = add("objection", at=at, words="Too dear\n!! he wants a rebate", **said)
    week = scene(clock, "2026-W47")
    assert whys(warnings(store.connection, week)) == ["objection unanswered for 15 d: Too dear"]
    assert [(one.noun, one.record_id, one.why) for one in week.withheld] == [("objection", doubt, "private_line")]
    change(store, "objection", doubt, answer="A sum")
    assert whys(told("2026-W47")) == ["objection answered, open for 15 d: Too dear"]
    change(store, "objection", doubt, outcome="failed")
    assert whys(told("2026-W47")) == []
    assert whys(told("2026-W45")) == ["objection not overcome: Too dear"]
    change(store, "objection", doubt, outcome="open", at="2026-11-07T01:00:00.000Z")
    assert whys(told("2026-W47")) == []


def test_order_and_what_is_only_counted(store: Store, told: Told, noted: Add) -> None:
    tiers = ["vip", "gold", "platinum", "diamond"]
    made = {}
    for number in range(20):
        named = {"name": f"A{number:02}", "match_key": "x", "tier": tiers[number % 4]}
        made[number] = noted("account", created_at=OLD, **named, status="at_risk" if number < 2 else "active")
    section = told("2026-W47")
    assert (len(section.lines), section.more) == (LISTED, 20 - LISTED)
    points = [line.attention for line in section.lines]
    assert points == sorted(points, reverse=True)
    assert section.lines[0].record_id == made[1]  # gold, at risk and silent
    assert section.lines[0].part("why") == "at risk; never in contact"
    listed = {line.record_id for line in section.lines}
    assert made[0] in listed and {made[number] for number in range(3, 20, 4)} < listed


def test_removed_accounts_and_their_records_are_no_warning(store: Store, told: Told, noted: Add) -> None:
    with store.action("test") as action:
        made = fill(action, ["x"], "2026-11-20")
    account = made[0]
    change(store, "account", account, status="at_risk")
    assert told("2026-W47").lines
    with store.action("test") as action:
        action.remove("account", account)
    assert told("2026-W47") == Section("warnings", "Warnings", (), part="warnings")


def test_hostile_texts_in_both_languages(store: Store, told: Told) -> None:
    with store.action("test") as action:
        made = fill(action, [text for text in OURS if "\ud800" not in text], "2026-11-20")
        for account in made:
            action.change("account", account, {"status": "at_risk"})
            action.add(
                "objection",
                {"account_id": account, "words": "\x1b[2J'; --", "outcome": "open", "at": "2026-10-20T01:00:00Z"},
            )
    stored = dict(store.connection.execute("SELECT id, name FROM account"))
    for language in ("en", "zh"):
        use_language(language)
        section = told("2026-W47")
        assert len(section.lines) + section.more == len(made)
        assert all(line.part("account") == stored[line.account_id] for line in section.lines)
        assert not any("\x1b" in line.part("why") or "\n" in line.part("why") for line in section.lines)
