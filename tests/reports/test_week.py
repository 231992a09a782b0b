"""The weekly summary: every number is recounted by plain SQL, nothing private leaves, and empty parts say so."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from karep.db import opportunities
from karep.db.journal import redo, undo
from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.render import FORMATS, as_markdown, as_text, line_words, render
from karep.reports.report import Line, walk
from karep.reports.week import week
from karep.rules.clock import Clock
from karep.rules.weeks import week_of
from karep.rules.zones import utc_span
from tests.reports.conftest import DAY, Add

MONDAY = date(2026, 11, 16)


def printed(store: Store, clock: Clock, key: str, of: date | None = None) -> list[str]:
    section = week(store.connection, clock, of=of).section(key)
    return [line_words(line) for _depth, line in walk(section.lines)]


def numbers(store: Store, clock: Clock, of: date | None = None) -> dict[str, tuple[int, int]]:
    lines = week(store.connection, clock, of=of).section("numbers").lines
    return {line.part("what"): (line.figure.value, line.figure.before) for line in lines if line.figure}


def test_the_head_names_week_days_and_author(store: Store, clock: Clock) -> None:
    report = week(store.connection, clock, author=" Li Na ")
    assert report.title == "Weekly summary · 2026-W47 · 16–22 Nov"
    assert report.subtitle == "Li Na · 2026-11-16 – 2026-11-22 · written 2026-11-20 12:00"
    assert week(store.connection, clock, of=date(2026, 12, 31)).title.startswith("Weekly summary · 2026-W53")


def test_an_empty_week_prints_every_part_with_none(store: Store, clock: Clock) -> None:
    text = as_text(week(store.connection, clock))
    assert text.count("\n- none\n") == 11
    assert "- Visits: 0 (week before: 0)" in text
    use_language("zh")
    text = as_text(week(store.connection, clock))
    assert text.count("\n- 无\n") == 11
    assert text.startswith("周报 · 2026年第47周 · 11月16–22日\n")


def test_numbers_are_what_plain_sql_counts(store: Store, clock: Clock) -> None:
    chance = random.Random(7)
    with store.action("test.add") as change:
        accounts = [change.add("account", {"name": f"A{n}", "match_key": "x"}) for n in range(6)]
        person = {"name": "P", "match_key": "x"}
        people = [change.add("person", {**person, "account_id": account}) for account in accounts]
        for _number in range(120):
            at = datetime(2026, 11, 8, tzinfo=UTC) + timedelta(minutes=chance.randrange(60 * 24 * 16))
            kind = chance.choice(["visit", "call", "mail", "meal", "gift"])
            touch = change.add(
                "touch",
                {"account_id": chance.choice(accounts), "at": at.isoformat().replace("+00:00", "Z"), "kind": kind},
            )
            for person in chance.sample(people, chance.randrange(4)):
                change.add("attendance", {"touch_id": touch, "person_id": person})
            if chance.random() < 0.1:
                change.remove("touch", touch)
        change.remove("account", accounts[0])
    lines = week(store.connection, clock).section("numbers").lines
    for week_number, position in ((week_of(DAY), 0), (week_of(DAY).step(-1), 1)):
        since, until = utc_span(week_number.first, week_number.last, clock.zone)
        counted = store.connection.execute(
            """
            SELECT sum(t.kind = 'visit'), sum(t.kind = 'call'), sum(t.kind NOT IN ('visit', 'call')),
                   count(DISTINCT t.account_id)
            FROM touch t JOIN account a ON a.id = t.account_id
            WHERE t.removed_at IS NULL AND a.removed_at IS NULL AND t.at >= ? AND t.at < ?
            """,
            (since, until),
        ).fetchone()
        found = tuple((line.figure.value, line.figure.before)[position] for line in lines[:4] if line.figure)
        assert found == counted
        assert min(counted) > 0
    assert all(line.figure and line.figure.value == len(line.lines) for line in lines), "every number can be opened"


def test_a_week_is_counted_in_the_days_of_the_zone(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    # Monday 00:30 in Shanghai is still Sunday in UTC
    add("touch", account_id=account, at="2026-11-15T16:30:00.000Z", kind="visit")
    add("touch", account_id=account, at="2026-11-22T15:59:59.000Z", kind="call")
    add("touch", account_id=account, at="2026-11-22T16:00:00.000Z", kind="call")
    assert numbers(store, clock)["Visits"] == (1, 0)
    assert numbers(store, clock)["Calls"] == (1, 0)
    utc = Clock("UTC", clock.frozen)
    assert numbers(store, utc)["Visits"] == (0, 1)
    assert numbers(store, utc)["Calls"] == (2, 0)


def test_a_visit_with_three_people_counts_once_and_names_them(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme", tier="gold")
    touch = add(
        "touch", account_id=account, at="2026-11-17T02:00:00.000Z", kind="visit", purpose="contract",
        summary="went through the terms\nline by line", outcome="two points open",
    )  # fmt: skip
    for name in ("Wang", "Li", "Chen"):
        add("attendance", touch_id=touch, person_id=add("person", name=name, account_id=account))
    add("follow_up", account_id=account, what="send terms", due="2026-11-24")
    assert numbers(store, clock)["Visits"] == (1, 0)
    assert printed(store, clock, "activity") == [
        "Acme · Gold",
        "Tue 17 Nov · Visit · Wang, Li, Chen · contract",
        "went through the terms\nline by line",
        "Outcome: two points open",
        "Next step, Tue 24 Nov: send terms",
    ]
    later = Clock.at(date(2026, 11, 25), zone="Asia/Shanghai")
    assert "send terms" not in "".join(printed(store, later, "activity", of=DAY)), "a week that is over looks back only"


def test_accounts_stand_by_tier(store: Store, clock: Clock, add: Add) -> None:
    for name, tier in (("V", "vip"), ("N", None), ("D", "diamond"), ("G", "gold")):
        account = add("account", name=name, tier=tier)
        add("touch", account_id=account, at="2026-11-17T02:00:00.000Z", kind="call")
    lines = week(store.connection, clock).section("activity").lines
    assert [line.part("account") for line in lines] == ["D", "G", "V", "N"]


def test_nothing_private_is_handed_on(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme", note="SECRET account note")
    person = add("person", name="Wang", account_id=account, mobile="SECRET 138", note="SECRET note")
    add("preference", person_id=person, kind="food", text="SECRET dish", privacy="sensitive")
    add("preference", person_id=person, kind="topic", text="SECRET topic", privacy="internal")
    add("occasion", person_id=person, kind="birthday", label="SECRET day", month=11, day=25, calendar="solar")
    add("occasion", account_id=account, kind="contract_end", month=11, day=26, calendar="solar")
    gift = {"kind": "gift", "purpose": "SECRET why", "summary": "SECRET gift", "outcome": "SECRET thanks"}
    add("touch", account_id=account, at="2026-11-17T02:00:00.000Z", **gift)
    report = week(store.connection, clock)
    for form in FORMATS:
        assert "SECRET" not in render(report, form)
    assert printed(store, clock, "next_week") == ["Thu 26 Nov · Acme · Contract end"]
    assert "Tue 17 Nov · Gift given" in as_text(report)


def test_promises_ours_overdue_first(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    kept = "2026-11-18T02:00:00.000Z"
    for owed_by, what, due, kept_at, broken_at in (
        ("them", "their overdue", "2026-11-10", None, None),
        ("us", "our open", "2026-11-27", None, None),
        ("us", "our overdue", "2026-11-19", None, None),
        ("us", "our kept", "2026-11-19", kept, None),
        ("them", "their broken", "2026-11-19", None, kept),
        ("us", "kept before", "2026-11-10", "2026-11-12T02:00:00.000Z", None),
    ):
        values = {"kept_at": kept_at, "broken_at": broken_at}
        add("promise", account_id=account, owed_by=owed_by, what=what, due=due, **values)
    lines = week(store.connection, clock).section("promises").lines
    assert [line.part("what") for line in lines] == [
        "our overdue", "their overdue", "our open", "our kept", "their broken"
    ]  # fmt: skip
    assert [line.part("state") for line in lines] == ["1 d overdue", "10 d overdue", "open", "kept", "not kept"]


def test_a_week_that_is_over_shows_what_stood_open_at_its_end(store: Store, add: Add) -> None:
    account = add("account", name="A")
    done = "2026-11-25T02:00:00.000Z"
    add("follow_up", account_id=account, what="late", due="2026-11-18", done_at=done)
    add("follow_up", account_id=account, what="in time", due="2026-11-18", done_at="2026-11-17T02:00:00.000Z")
    add("follow_up", account_id=account, what="next", due="2026-11-24", done_at=done)
    add("promise", account_id=account, owed_by="us", what="late too", due="2026-11-19", kept_at=done)
    later = Clock.at(date(2026, 12, 10), zone="Asia/Shanghai")
    assert printed(store, later, "follow_ups", of=MONDAY) == [
        "5 d overdue · A · late · due Wed 18 Nov",
        "done · A · in time · due Wed 18 Nov",
    ]
    assert printed(store, later, "promises", of=MONDAY) == ["4 d overdue · We promised · A · late too · due Thu 19 Nov"]
    assert printed(store, later, "follow_ups", of=date(2026, 11, 24)) == [
        "done · A · late · due Wed 18 Nov",
        "done · A · next · due Tue 24 Nov",
    ]


def test_moves_and_objections_of_the_week(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    deal = add("opportunity", account_id=account, name="Press", kind="new", stage="S4", status="open")
    at, before = "2026-11-17T02:00:00.000Z", "2026-11-13T02:00:00.000Z"
    move = {"opportunity_id": deal, "unmet": "[]"}
    add("stage_change", from_stage="S2", to_stage="S4", at=at, reason="they asked", **move)
    add("stage_change", from_stage="S1", to_stage="S2", at=before, **move)
    add("objection", account_id=account, words="too dear", answer="showed total cost", outcome="answered", at=at)
    add("objection", account_id=account, words="older", outcome="open", at=before)
    assert printed(store, clock, "stages") == ["Tue 17 Nov · A · Press · S2 Plan → S4 Discover · Reason: they asked"]
    assert printed(store, clock, "objections") == [
        "Tue 17 Nov · A · too dear · Answered",
        "Answer: showed total cost",
    ]


def test_needs_and_competitors_of_the_week(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    person = add("person", name="Li", account_id=account)
    at, before = "2026-11-17T02:00:00.000Z", "2026-11-13T02:00:00.000Z"
    wanted = {"what": "short delivery", "problem": "stops", "value": "¥100k a day"}
    add("need", account_id=account, person_id=person, **wanted, at=at)
    add("need", account_id=account, what="a second source", hidden=True, at=at)
    add("need", account_id=account, what="older", at=before)
    add("competitor", account_id=account, name="ZTE", note="8 % cheaper", at=at)
    add("competitor", account_id=account, name="older", at=before)
    assert printed(store, clock, "needs") == [
        "Tue 17 Nov · A · Li · short delivery",
        "Problem: stops",
        "Worth: ¥100k a day",
        "Tue 17 Nov · A · a second source · not voiced yet",
    ]
    assert printed(store, clock, "rivals") == ["Tue 17 Nov · A · ZTE · 8 % cheaper"]
    with store.action("test.remove") as change:
        change.remove("account", account)
    assert printed(store, clock, "needs") == printed(store, clock, "rivals") == []


def test_won_and_lost_follow_the_journal(store: Store, add: Add) -> None:
    clock = Clock.system("UTC")
    account = add("account", name="A")
    deal = {"account_id": account, "kind": "new", "stage": "S6", "status": "open"}
    won = add("opportunity", name="W", amount=500_00, currency="CNY", **deal)
    lost = add("opportunity", name="L", **deal)
    add("opportunity", name="imported as won", **{**deal, "status": "won"})
    with store.action("opportunity.win") as change:
        opportunities.win(change, won)
    with store.action("opportunity.lose") as change:
        opportunities.lose(change, lost, "price", "2027-03-01")
    assert [text.partition(" · ")[2] for text in printed(store, clock, "won")] == ["A · W · ¥500"]
    [text] = printed(store, clock, "lost")
    assert " · A · L · Reason: price · ask again Mon 1 Mar" in text
    undo(store)
    assert printed(store, clock, "lost") == []
    redo(store)
    assert len(printed(store, clock, "lost")) == 1
    with store.action("opportunity.reopen") as change:
        opportunities.reopen(change, won)
    assert printed(store, clock, "won") == []
    assert printed(store, clock, "lost", of=clock.today - timedelta(days=7)) == []


def test_new_people_are_those_that_the_rep_noted_down(store: Store, add: Add) -> None:
    clock = Clock.system("UTC")
    account = add("account", name="A")
    add("person", name="Wang", account_id=account)
    add("person", name="from a sheet", account_id=account, kind_of_action="sheet.import")
    add("person", name="采购总监?", account_id=account, placeholder=True)
    lines = week(store.connection, clock).section("numbers").lines
    people: Line = lines[4]
    assert people.figure and people.figure[:2] == (1, 0)
    assert [line.part("who") for line in people.lines] == ["Wang"]


def test_markdown_and_text_hold_the_same_lines(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="[Acme](x) *Ltd*")
    add("touch", account_id=account, at="2026-11-17T02:00:00.000Z", kind="visit", summary="# no heading\n- no list")
    report = week(store.connection, clock)
    markdown, text = as_markdown(report), as_text(report)
    assert markdown.count("\n## ") == len(report.sections) == 12
    assert markdown.lstrip().startswith("# Weekly summary")
    assert r"\[Acme\](x) \*Ltd\*" in markdown
    assert "# no heading / - no list" in text
