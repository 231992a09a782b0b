"""Every view of one account or person finds its way by indexes: no list that grows with the store is read through."""

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db.store import Store
from karep.db.triggers import RECORDS
from karep.db.views import (
    accounts,
    competitors,
    concessions,
    coverage,
    deals,
    evidence,
    facts,
    finding,
    follow_ups,
    growth,
    members,
    needs,
    objections,
    occasions,
    opportunities,
    people,
    promises,
    timeline,
    touches,
)

LONG = "a0" * 18
DAY = date(2026, 11, 20)


def some(connection: sqlite3.Connection, noun: str) -> str:
    """The id of the first record of a noun."""
    return str(connection.execute(f"SELECT min(id) FROM {noun}").fetchone()[0])


NEAR: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "lines": lambda c: accounts.get_account_lines(c, [f"{LONG}{number}" for number in range(100)]),
    "account": lambda c: accounts.get_account(c, LONG),
    "people": lambda c: people.list_people(c, LONG),
    "person": lambda c: people.get_person(c, LONG),
    "roles": lambda c: people.list_roles(c, LONG),
    "preferences": lambda c: people.list_preferences(c, LONG),
    "account's preferences": lambda c: people.list_account_preferences(c, LONG),
    "touches": lambda c: touches.list_touches(c, account_id=LONG),
    "newest touches": lambda c: touches.list_touches(c),
    "a week's touches": lambda c: touches.list_touches(c, since="2026-11-16", until="2026-11-23"),
    "touches with a person": lambda c: touches.list_touches(c, person_id=LONG),
    "touch": lambda c: touches.get_touch(c, LONG),
    "timeline": lambda c: timeline.list_timeline(c, some(c, "account")),
    "timeline of a person": lambda c: timeline.list_timeline(c, some(c, "person"), of="person"),
    "timeline of a deal": lambda c: timeline.list_timeline(c, some(c, "opportunity"), of="opportunity"),
    "timeline with words": lambda c: timeline.list_timeline(c, some(c, "account"), words="框架 合同"),
    "timeline's counts": lambda c: timeline.count_timeline(c, some(c, "account")),
    "place in the timeline": lambda c: timeline.timeline_place(c, some(c, "account"), "touch", some(c, "touch")),
    "promises": lambda c: promises.list_open_promises(c, account_id=LONG),
    "promises due": lambda c: promises.list_open_promises(c, due_until="2026-11-20"),
    "follow-ups": lambda c: follow_ups.list_follow_ups(c, account_id=LONG),
    "follow-ups due": lambda c: follow_ups.list_follow_ups(c, until="2026-11-20"),
    "deals": lambda c: opportunities.list_opportunities(c, account_id=LONG),
    "deal": lambda c: opportunities.get_opportunity(c, LONG),
    "ticks": lambda c: opportunities.list_ticks(c, LONG),
    "moves": lambda c: opportunities.list_stage_changes(c, opportunity_id=LONG),
    "a week's moves": lambda c: opportunities.list_stage_changes(c, since="2026-11-16"),
    "objections": lambda c: objections.list_objections(c, account_id=LONG),
    "objections of a deal": lambda c: objections.list_objections(c, opportunity_id=LONG),
    "a week's objections": lambda c: objections.list_objections(c, since="2026-11-16", until="2026-11-23"),
    "objection": lambda c: objections.get_objection(c, LONG),
    "page of a deal": lambda c: deals.get_deal(c, LONG),
    "touches that prove": lambda c: evidence.list_proofs(c, LONG),
    "touches that could prove": lambda c: evidence.list_evidence(c, some(c, "opportunity")),
    "what a deal grew out of": lambda c: growth.list_relatives(c, LONG),
    "concessions of a deal": lambda c: concessions.list_concessions(c, LONG),
    "concessions that were made": lambda c: concessions.list_made_concessions(c, account_id=LONG),
    "concession": lambda c: concessions.get_concession(c, LONG),
    "floor": lambda c: concessions.get_floor(c, LONG),
    "group-buy": lambda c: members.get_group_buy(c, LONG),
    "members": lambda c: members.list_members(c, LONG),
    "member": lambda c: members.get_member(c, LONG),
    "who could be a member": lambda c: members.list_candidates(c, LONG),
    "roles of a person": lambda c: people.list_person_roles(c, LONG),
    "what people weigh": lambda c: people.concerns_of(c, [LONG, LONG]),
    "who looks after an account": lambda c: coverage.get_care(c, LONG),
    "contacts": lambda c: coverage.list_contacts(c, LONG),
    "presences": lambda c: coverage.list_presences(c, LONG),
    "needs": lambda c: needs.list_needs(c, account_id=LONG),
    "a week's needs": lambda c: needs.list_needs(c, since="2026-11-16", until="2026-11-23"),
    "need": lambda c: needs.get_need(c, LONG),
    "competitors": lambda c: competitors.list_competitors(c, account_id=LONG),
    "a week's competitors": lambda c: competitors.list_competitors(c, since="2026-11-16", until="2026-11-23"),
    "competitor": lambda c: competitors.get_competitor(c, LONG),
    "days": lambda c: occasions.list_occasions(c, account_id=LONG),
    "days of a person": lambda c: occasions.list_occasions(c, person_id=LONG),
    "days that are near": lambda c: occasions.list_occasions_within(c, [occasions.Reach("lunar", 11, 1, 30)]),
    "whether there are lunar days": occasions.has_lunar_occasions,
    "facts": lambda c: facts.list_facts(c, account_id=LONG),
    "the book by name": lambda c: accounts.list_account_ids(c),
    "found by a word": lambda c: finding.find(c, "框架合同", today=DAY),
    "found before other eyes": lambda c: finding.find(c, "框架合同", today=DAY, private=False),
    "found by sound": lambda c: finding.find(c, "huawei", today=DAY),
    "found by digits": lambda c: finding.find(c, "8000", today=DAY),
    "found by an account and a word": lambda c: finding.find(c, "华为 报价", today=DAY),
    "forgiven": lambda c: finding.corrected(c, "harowgate"),
}
MAY_SCAN = {
    "the book by name": "USING COVERING INDEX ix_account_removed_at_name_id",
    "newest touches": "USING INDEX ix_touch_at",  # from its end, as far as the limit
}
WHOLE: dict[str, tuple[str, Callable[[sqlite3.Connection], Any]]] = {
    "book by last touch": ("a", lambda c: accounts.list_account_ids(c, sort="last_touch")),
    "all deals": ("o", deals.list_deals),
    "all stays": ("c", deals.list_stays),
    "all members": ("m", members.count_members),
    "all that was answered": ("b", objections.answer_counts),
    "all made in a week": (
        "c",
        lambda c: concessions.list_made_concessions(c, since="2026-11-16", until="2026-11-23"),
    ),
}
"""Views of a whole noun, each with the one table that it may read through, as the query calls it."""


def plans(store: Store, view: Callable[[sqlite3.Connection], Any]) -> list[str]:
    """The plan of every statement that `view` runs."""
    statements: list[str] = []
    store.connection.set_trace_callback(statements.append)
    try:
        view(store.connection)
    finally:
        store.connection.set_trace_callback(None)
    return [
        str(row[3])
        for statement in statements
        if not statement.startswith("--")  # what FTS5 asks its own tables
        for row in store.connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]


def read_through(plan: list[str]) -> list[str]:
    """The steps that read a whole table of records, or all that is not removed."""
    tables = set(RECORDS)
    found = []
    for step in plan:
        words = step.split()
        scans = words[0] == "SCAN" and (words[1] in tables or len(words[1]) == 1)
        if (scans and words[1] != "i") or "(removed_at=?)" in step:
            found.append(step)
    return found


@pytest.fixture(autouse=True)
def something_to_find(store: Store) -> None:
    """One account of which each query finds something, so that all that follows on a hit is asked too."""
    with store.action("test") as change:
        account = change.add("account", {"name": "华为技术", "match_key": "x", "phone": "0755-28008000"})
        change.add("account", {"name": "Harrowgate", "match_key": "x"})
        change.add("person", {"name": "华为", "account_id": account, "match_key": "x"})
        for noun, values in (
            ("touch", {"at": "2026-11-01T00:00:00Z", "kind": "visit", "summary": "框架合同报价"}),
            ("promise", {"owed_by": "us", "what": "框架合同报价"}),
            ("follow_up", {"what": "框架合同报价", "due": "2026-11-20"}),
            ("need", {"what": "框架合同报价", "at": "2026-11-01T00:00:00Z"}),
            ("competitor", {"name": "框架合同报价", "at": "2026-11-01T00:00:00Z"}),
        ):
            change.add(noun, {"account_id": account, **values})
        change.add("opportunity", {"account_id": account, "name": "框架合同", "stage": "S3"})


@pytest.mark.parametrize("name", NEAR)
def test_nothing_is_read_through(name: str, store: Store) -> None:
    plan = plans(store, NEAR[name])
    assert plan, "the view ran no statement"
    allowed = MAY_SCAN.get(name)
    assert [step for step in read_through(plan) if not allowed or allowed not in step] == []


@pytest.mark.parametrize("name", WHOLE)
def test_beside_its_own_noun_nothing_is_read_through(name: str, store: Store) -> None:
    own, view = WHOLE[name]
    read = read_through(plans(store, view))
    assert read and [step for step in read if step.split()[1] != own] == []


def test_the_test_itself_notices_a_table_that_is_read_through(store: Store) -> None:
    found = read_through(plans(store, lambda c: c.execute("SELECT * FROM touch t WHERE t.kind = 'visit'").fetchall()))
    assert found == ["SCAN t"]
