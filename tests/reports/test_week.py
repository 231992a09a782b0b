"""The report on a period: thirteen parts also when nothing happened, by the days of the zone, nothing private."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from karep.db import opportunities
from karep.db.journal import redo, undo
from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.render import RENDERED, as_markdown, as_text, line_words, render
from karep.reports.report import Line, Report, Withheld, walk
from karep.reports.week import report
from karep.reports.week_accounts import ACCOUNTS_TOLD
from karep.reports.week_scene import LISTED as MOST
from karep.rules.clock import Clock
from karep.rules.periods import Period, period_of, read_period
from karep.rules.vocabulary import REPORT_PARTS
from karep.rules.weeks import week_of
from karep.rules.zones import utc_span
from tests.hostile import OURS, fill
from tests.reports.conftest import DAY, Add

MONDAY = date(2026, 11, 16)
TUESDAY = "2026-11-17T02:00:00.000Z"
FRIDAY_BEFORE = "2026-11-13T02:00:00.000Z"
KEYS = {
    "headline": ("highlights", "numbers"),
    "accounts": ("activity",),
    "deals": ("won", "lost", "stages", "opened"),
    "commitments": ("plan", "promises", "follow_ups"),
    "voices": ("needs", "objections", "answers", "concessions"),
    "market": ("rivals", "market"),
    "warnings": ("warnings",),
    "coverage": ("coverage", "gaps", "most", "least"),
    "growth": ("referrals", "expansion", "concentration"),
    "gifts": ("gifts",),
    "lessons": ("lessons",),
    "help": ("help",),
    "next": ("next",),
}
"""The sections of every part: a contract with whatever reads the JSON."""


def the_week(store: Store, clock: Clock, of: date | None = None) -> Report:
    return report(store.connection, clock, period_of("week", of or clock.today))


def printed(store: Store, clock: Clock, key: str, of: date | None = None, span: str = "week") -> list[str]:
    section = report(store.connection, clock, period_of(span, of or clock.today)).section(key)
    return [line_words(line) for _depth, line in walk(section.lines)]


def numbers(store: Store, clock: Clock, of: date | None = None) -> dict[str, tuple[int, int]]:
    lines = the_week(store, clock, of).section("numbers").lines
    return {line.name: (line.figure.value, line.figure.before) for line in lines if line.figure}


def typed(line: Line, name: str) -> object:
    return next(part.value for part in line.parts if part.name == name)


# --- the frame -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "chinese"),
    [
        ("2026-W47", "Weekly summary · 2026-W47 · 16–22 Nov", "周报 · 2026年第47周 · 11月16–22日"),
        ("2026-W53", "Weekly summary · 2026-W53 · 28 Dec 2026 – 3 Jan 2027", ""),
        ("2026-11", "Monthly summary · Nov 2026", "月报 · 2026年11月"),
        ("2026-Q4", "Quarterly summary · 2026-Q4 · Oct–Dec", "季报 · 2026年第4季度 · 10–12月"),
        ("2026", "Yearly summary · 2026", "年报 · 2026年"),
    ],
)
def test_the_head_names_the_period(store: Store, clock: Clock, name: str, title: str, chinese: str) -> None:
    period = read_period(name)
    assert period
    found = report(store.connection, clock, period)
    assert (found.title, found.period, found.language) == (title, name, "en")
    use_language("zh")
    found = report(store.connection, clock, period)
    assert found.title == chinese or not chinese
    assert found.language == "zh"


def test_the_head_names_author_department_days_and_zone(store: Store, clock: Clock) -> None:
    period = period_of("week", clock.today)
    found = report(store.connection, clock, period, author=" Li Na ", department="East")
    told = "2026-11-16 – 2026-11-22 · Asia/Shanghai · written 2026-11-20 12:00, day 5 of 7"
    assert found.subtitle == f"Li Na · East · {told}"
    assert report(store.connection, clock, period).subtitle == told


@pytest.mark.parametrize("span", ["week", "month", "quarter", "year"])
def test_every_period_has_the_thirteen_parts_with_their_sections(store: Store, clock: Clock, span: str) -> None:
    sections = report(store.connection, clock, period_of(span, clock.today), own=False).sections
    found: dict[str, tuple[str, ...]] = {}
    for section in sections:
        found[section.part] = (*found.get(section.part, ()), section.key)
    assert list(found) == list(REPORT_PARTS)
    assert found == KEYS


def test_an_empty_week_prints_every_part_and_says_none(store: Store, clock: Clock) -> None:
    for language, none in (("en", "none"), ("zh", "无")):
        use_language(language)
        text = as_markdown(report(store.connection, clock, period_of("week", date(2026, 3, 2))))
        parts = text.split("\n## ")[1:]
        assert len(parts) == len(REPORT_PARTS) == 13
        # numbers are there also when they are all 0; festivals come whether anything happened or not
        bare = [part for part in parts if part.strip().endswith(f"- {none}") or part.strip().endswith(none)]
        assert len(bare) >= 9, text


# --- headline --------------------------------------------------------------------------------------------------------


def test_numbers_are_what_plain_sql_counts(store: Store, clock: Clock) -> None:
    chance = random.Random(7)
    with store.action("test.add") as change:
        accounts = [change.add("account", {"name": f"A{n}", "match_key": "x"}) for n in range(6)]
        named = {"name": "P", "match_key": "x"}
        people = [change.add("person", {**named, "account_id": account}) for account in accounts]
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
    found = numbers(store, clock)
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
        assert tuple(found[name][position] for name in ("visits", "calls", "others", "accounts")) == counted
        assert min(counted) > 0
    told = [line for line in the_week(store, clock).section("activity").lines if line.noun == "account"]
    assert len(told) == found["accounts"][0]
    assert sum(len(line.lines) for line in told) == sum(found[name][0] for name in ("visits", "calls", "others"))


def test_a_week_is_counted_in_the_days_of_the_zone(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    # Monday 00:30 in Shanghai is still Sunday in UTC
    add("touch", account_id=account, at="2026-11-15T16:30:00.000Z", kind="visit")
    add("touch", account_id=account, at="2026-11-22T15:59:59.000Z", kind="call")
    add("touch", account_id=account, at="2026-11-22T16:00:00.000Z", kind="call")
    assert printed(store, clock, "activity")[1:] == ["Mon 16 Nov · Visit", "Sun 22 Nov · Call"]
    utc = Clock("UTC", clock.frozen)
    assert printed(store, utc, "activity")[1:] == ["Sun 22 Nov · Call", "Sun 22 Nov · Call"]


def test_week_53_is_a_week_of_its_own(store: Store, add: Add) -> None:
    clock = Clock.at(date(2027, 1, 20), zone="Asia/Shanghai")
    account = add("account", name="A")
    for at in ("2026-12-31T15:59:00.000Z", "2027-01-03T15:59:00.000Z", "2027-01-03T16:01:00.000Z"):
        add("touch", account_id=account, kind="visit", at=at)
    week_53 = read_period("2026-W53")
    assert week_53
    for period, visits in ((week_53, 2), (week_53.step(1), 1), (Period("month", date(2027, 1, 1)), 2)):
        lines = report(store.connection, clock, period).section("activity").lines
        assert [len(line.lines) for line in lines] == [visits]


# --- accounts --------------------------------------------------------------------------------------------------------


def test_an_account_tells_tier_stage_and_what_comes_next(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme", tier="gold")
    deal = add("opportunity", account_id=account, name="Press", stage="S5", status="open")
    add("opportunity", account_id=account, name="Old", stage="S6", status="lost")
    touch = add(
        "touch", account_id=account, at=TUESDAY, kind="visit", purpose="contract",
        summary="went through the terms\nline by line", outcome="two points open",
    )  # fmt: skip
    people = [add("person", name=name, account_id=account) for name in ("Wang", "Li", "Chen")]
    for person in people:
        add("attendance", touch_id=touch, person_id=person)
    add("role", person_id=people[0], account_id=account, role="user")
    add("role", person_id=people[0], account_id=account, role="decision_maker")
    step = add("follow_up", account_id=account, what="send terms", due="2026-11-24")
    agreed = {"account_id": account, "touch_id": touch, "zone": "Asia/Shanghai", "due_time": "10:00"}
    add("follow_up", what="second meeting", due="2026-11-27", **agreed)
    assert numbers(store, clock)["visits"] == (1, None), "three people were there, and it counts once"
    assert printed(store, clock, "activity") == [
        "Acme · Gold · S5 Propose · Next step, Tue 24 Nov: send terms",
        "Tue 17 Nov · Visit · Wang (decision-maker), Li, Chen · contract",
        "went through the terms\nline by line",
        "Outcome: two points open",
        "Next step, Fri 27 Nov 10:00: second meeting",
    ]
    [line] = the_week(store, clock).section("activity").lines
    assert line.sources == (("opportunity", deal), ("follow_up", step))
    assert typed(line, "next") == date(2026, 11, 24)
    [visit] = line.lines
    assert typed(visit, "when") == datetime(2026, 11, 17, 10, 0)
    assert visit.sources == tuple(("person", one) for one in people)
    assert [below.name for below in visit.lines] == ["said", "outcome", ""]


def test_what_is_true_now_is_told_as_long_as_it_is_news(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme")
    add("touch", account_id=account, at=TUESDAY, kind="visit")
    add("follow_up", account_id=account, what="send terms", due="2026-12-24")
    for day, told in ((date(2026, 11, 25), True), (date(2026, 12, 5), False)):
        later = Clock.at(day, zone="Asia/Shanghai")
        assert ("send terms" in printed(store, later, "activity", of=DAY)[0]) == told


def test_accounts_stand_by_tier(store: Store, clock: Clock, add: Add) -> None:
    for name, tier in (("V", "vip"), ("N", None), ("D", "diamond"), ("G", "gold")):
        account = add("account", name=name, tier=tier)
        add("touch", account_id=account, at=TUESDAY, kind="call")
    lines = the_week(store, clock).section("activity").lines
    assert [line.part("account") for line in lines] == ["D", "G", "V", "N"]


def test_a_long_period_counts_touches_and_tells_the_visits(store: Store, clock: Clock, add: Add) -> None:
    account, called = add("account", name="A"), add("account", name="B")
    for day in range(2, 7):
        add("touch", account_id=account, at=f"2026-11-0{day}T02:00:00.000Z", kind="visit", outcome=f"result {day}")
    add("touch", account_id=account, at=TUESDAY, kind="mail", summary="an offer")
    add("touch", account_id=called, at=TUESDAY, kind="call")
    month = printed(store, clock, "activity", span="month")
    assert [text for text in month if text.startswith(("A", "B"))] == [
        "A · no tier · visits: 5, others: 1",
        "B · no tier · calls: 1",
    ]
    assert [text for text in month if "result" in text] == [f"Outcome: result {day}" for day in range(2, 7)]
    assert "an offer" not in "".join(month)
    year = report(store.connection, clock, period_of("year", clock.today)).section("activity").lines[0]
    assert line_words(year.lines[0]) == "2 earlier visits"
    assert len(year.lines[0].sources) == 2
    assert [line.part("when") for line in year.lines[1:]] == ["Wed 4 Nov", "Thu 5 Nov", "Fri 6 Nov"]


# --- deals -----------------------------------------------------------------------------------------------------------


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
        opportunities.lose(change, lost, "price\n!! their son works there", "2027-03-01")
    assert [text.partition(" · ")[2] for text in printed(store, clock, "won")] == ["A · W · ¥500"]
    assert typed(the_week(store, clock).section("won").lines[0], "amount") == Decimal(500)
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


def test_moves_and_new_deals(store: Store, clock: Clock, add: Add, noted: Add) -> None:
    account = add("account", name="A")
    deal = noted(
        "opportunity", account_id=account, name="Press", kind="up_sell", stage="S4", status="open", amount=1_200_000_00,
        currency="CNY", expected_close="2027-03-31", created_at="2026-11-17T01:00:00.000Z",
    )  # fmt: skip
    noted("opportunity", account_id=account, name="Older", created_at=FRIDAY_BEFORE)
    move = {"opportunity_id": deal}
    unmet = '["s2.exit.chain", "s2.exit.aim"]'
    add("stage_change", from_stage="S2", to_stage="S4", at=TUESDAY, reason="they asked", unmet=unmet, **move)
    add("stage_change", from_stage="S1", to_stage="S2", at=FRIDAY_BEFORE, unmet="[]", **move)
    assert printed(store, clock, "stages") == [
        "Tue 17 Nov · A · Press · S2 Plan → S4 Discover · 2 exit points open · Reason: they asked"
    ]
    assert printed(store, clock, "opened") == [
        "Tue 17 Nov · A · Press · Up-sell · ¥1.2M · S4 Discover · expected to close Wed 31 Mar"
    ]


def test_deals_of_a_sheet_are_not_new(store: Store, add: Add) -> None:
    clock = Clock.system("UTC")
    account = add("account", name="A")
    add("opportunity", account_id=account, name="of a sheet", kind_of_action="sheet.import")
    assert printed(store, clock, "opened") == []
    add("opportunity", account_id=account, name="noted down")
    assert len(printed(store, clock, "opened")) == 1


# --- what customers said ---------------------------------------------------------------------------------------------


def test_open_objections_come_first_and_answers_that_worked_stand_apart(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    said = {"account_id": account, "at": TUESDAY}
    add("objection", words="too slow", answer="showed the plan", outcome="worked", evidence="they signed", **said)
    add("objection", words="too dear", answer="showed total cost", outcome="answered", **said)
    add("objection", words="no need", outcome="open", **said)
    add("objection", words="too loud", answer="a hood", outcome="open", **said)
    add("objection", words="too old", answer="a guarantee", outcome="failed", **said)
    add("objection", account_id=account, words="older", outcome="open", at=FRIDAY_BEFORE)
    assert printed(store, clock, "objections") == [
        "Tue 17 Nov · A · no need · Unanswered",
        "Tue 17 Nov · A · too loud · open, answer given",
        "Tue 17 Nov · A · too dear · Answered",
        "Tue 17 Nov · A · too slow · Worked",
        "Tue 17 Nov · A · too old · Failed",
        "Answer: a guarantee",
    ]
    assert printed(store, clock, "answers") == [
        "Tue 17 Nov · A · too slow → showed the plan",
        "Evidence: they signed",
    ]
    assert printed(store, clock, "objections", span="quarter")[-1] == "3 objections answered"


def test_an_answer_counts_in_the_week_in_which_it_worked(store: Store, add: Add) -> None:
    clock = Clock.system("UTC")
    account = add("account", name="A")
    heard = {"at": "2026-01-05T02:00:00.000Z", "outcome": "answered"}
    objection = add("objection", account_id=account, words="too dear", answer="a year's cost", **heard)
    assert printed(store, clock, "answers") == []
    with store.action("objection.change") as change:
        change.change("objection", objection, {"outcome": "worked"})
    assert [text.split(" · ")[-1] for text in printed(store, clock, "answers")] == ["too dear → a year's cost"]
    undo(store)
    assert printed(store, clock, "answers") == []


def test_needs_rivals_and_concessions_of_the_week(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    person = add("person", name="Li", account_id=account)
    deal = add("opportunity", account_id=account, name="Press")
    wanted = {"what": "short delivery", "problem": "stops", "value": "¥100k a day"}
    add("need", account_id=account, person_id=person, **wanted, at=TUESDAY)
    add("need", account_id=account, what="a second source", hidden=True, at=TUESDAY)
    add("need", account_id=account, what="older", at=FRIDAY_BEFORE)
    add("competitor", account_id=account, name="ZTE", note="8 % cheaper", at=TUESDAY)
    add("competitor", account_id=account, name="older", at=FRIDAY_BEFORE)
    given = {"account_id": account, "opportunity_id": deal, "price": 9_999_00}
    made = add("concession", give="two per cent", get="a two-year frame", made_at=TUESDAY, **given)
    add("concession", give="only planned", **given)
    assert printed(store, clock, "needs") == [
        "Tue 17 Nov · A · Li · short delivery",
        "Problem: stops",
        "Worth: ¥100k a day",
        "Tue 17 Nov · A · a second source · not voiced yet",
    ]
    assert printed(store, clock, "rivals") == ["Tue 17 Nov · A · ZTE · 8 % cheaper"]
    assert printed(store, clock, "concessions") == ["Tue 17 Nov · A · two per cent ↔ a two-year frame · Press"]
    assert Withheld("concession", made, "price", "price") in the_week(store, clock).withheld
    with store.action("test.remove") as change:
        change.remove("account", account)
    assert printed(store, clock, "needs") == printed(store, clock, "rivals") == []


# --- privacy and hostile texts ---------------------------------------------------------------------------------------


def test_nothing_private_is_handed_on_and_all_of_it_is_listed(store: Store, clock: Clock, add: Add, noted: Add) -> None:
    account = add("account", name="Acme", note="SECRET account note")
    person = add("person", name="Wang", account_id=account, mobile="SECRET 138", note="SECRET note")
    add("preference", person_id=person, kind="food", text="SECRET dish", privacy="sensitive")
    day = add("occasion", person_id=person, kind="birthday", label="SECRET", month=11, day=25, calendar="solar")
    add("occasion", account_id=account, kind="contract_end", month=11, day=26, calendar="solar")
    gift = {"kind": "gift", "purpose": "SECRET why", "summary": "SECRET gift", "outcome": "SECRET thanks"}
    given = add("touch", account_id=account, at=TUESDAY, private_note="SECRET word", **gift)
    add("attendance", touch_id=given, person_id=add("person", name="SECRET receiver", account_id=account))
    deal = noted("opportunity", account_id=account, name="Press", floor_amount=1, created_at=TUESDAY)
    step = add("follow_up", account_id=account, what="present", due="2026-11-24", bottom_line="SECRET floor")
    found = the_week(store, clock)
    for form in RENDERED:
        assert "SECRET" not in render(found, form) + render(found, form, cite=True)
    assert {
        *(Withheld("touch", given, field, "gift") for field in ("purpose", "summary", "outcome")),
        Withheld("touch", given, "private_note", "confidence"),
        Withheld("occasion", day, "", "personal_day"),
        Withheld("opportunity", deal, "floor_amount", "price"),
        Withheld("follow_up", step, "bottom_line", "price"),
    } <= set(found.withheld)
    assert len(found.withheld) == len(set(found.withheld))
    assert "Tue 17 Nov · Gift given" in as_text(found)
    assert any(text.startswith("Thu 26 Nov · Acme · Contract end") for text in printed(store, clock, "next"))


def test_lines_in_confidence_stay_wherever_a_text_can_hold_one(store: Store, clock: Clock, add: Add) -> None:
    note = "said aloud\n!! SECRET\n　！！SECRET"
    account = add("account", name="A")
    deal = add("opportunity", account_id=account, name="P")
    here = {"account_id": account, "at": TUESDAY}
    made = {
        "touch": [{"kind": "visit", **dict.fromkeys(("summary", "outcome"), note), **here}],
        "need": [{"what": "x", **dict.fromkeys(("problem", "cause", "effect", "value"), note), **here}],
        "objection": [
            {**dict.fromkeys(("words", "answer", "evidence"), note), "outcome": outcome, **here}
            for outcome in ("open", "worked")
        ],
        "competitor": [{"name": "ZTE", "note": note, **here}],
        "concession": [
            {"account_id": account, "opportunity_id": deal, "give": note, "get": note, "made_at": TUESDAY},
        ],
        "stage_change": [
            {"opportunity_id": deal, "from_stage": "S1", "to_stage": "S2", "at": TUESDAY, "reason": note},
        ],
    }  # fmt: skip
    ids = [(noun, add(noun, **values)) for noun, listed in made.items() for values in listed]
    add("promise", account_id=account, owed_by="us", what="!! SECRET", due="2026-11-18")
    add("follow_up", account_id=account, what="!! SECRET", due="2026-11-24")
    found = the_week(store, clock)
    for form in RENDERED:
        assert "SECRET" not in render(found, form)
    listed = {(one.noun, one.record_id) for one in found.withheld if one.why == "private_line"}
    assert {*ids} <= listed
    assert {"promise", "follow_up"} <= {noun for noun, _record in listed}
    assert as_text(found).count("said aloud") >= 8


def test_hostile_texts_change_neither_the_parts_nor_the_lines(store: Store, clock: Clock) -> None:
    with store.action("test.add") as change:
        fill(change, list(OURS), today="2026-11-19")
    for span in ("week", "year"):
        found = report(store.connection, clock, period_of(span, DAY), own=False)
        assert {section.part for section in found.sections} == set(REPORT_PARTS)
        assert len(found.section("activity").lines) == len(OURS)
        markdown, text = as_markdown(found), as_text(found)
        assert markdown.count("\n## ") == len(REPORT_PARTS)
        assert "\x1b" not in markdown + text


def test_markdown_and_text_hold_the_same_lines(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="[Acme](x) *Ltd*")
    add("touch", account_id=account, at=TUESDAY, kind="visit", summary="# no heading\n- no list")
    found = the_week(store, clock)
    markdown, text = as_markdown(found), as_text(found)
    assert markdown.lstrip().startswith("# Weekly summary")
    assert r"\[Acme\](x) \*Ltd\*" in markdown
    assert "# no heading / - no list" in text


# --- long periods ----------------------------------------------------------------------------------------------------


def test_a_quarter_counts_moves_and_lists_thirty_accounts(store: Store, clock: Clock, add: Add) -> None:
    made = [add("account", name=f"A{number:02}", tier="gold") for number in range(ACCOUNTS_TOLD["quarter"] + 2)]
    for account in (*made, made[-1]):
        add("touch", account_id=account, kind="call", at=TUESDAY)
    deal = add("opportunity", account_id=made[0], name="D", stage="S3")
    for _again in range(2):
        add("stage_change", opportunity_id=deal, from_stage="S1", to_stage="S2", at=TUESDAY)
    move = add("stage_change", opportunity_id=deal, from_stage="S2", to_stage="S3", at=TUESDAY)
    for number in range(MOST + 1):
        add("need", account_id=made[0], what=f"need {number}", at=TUESDAY)
    found = report(store.connection, clock, period_of("quarter", clock.today))
    accounts, stages, needs = (found.section(key) for key in ("activity", "stages", "needs"))
    assert (len(accounts.lines), accounts.more) == (30, 2)
    assert accounts.lines[0].record_id == made[-1], "the most active one of its tier"
    moves = [line_words(line) for line in stages.lines]
    assert moves == ["S1 Identify → S2 Plan · 2 moves", "S2 Plan → S3 Engage · 1 move"]
    assert stages.lines[1].sources == (("stage_change", move),)
    assert (len(needs.lines), needs.more) == (MOST, 1)


def test_nothing_is_compared_with_a_time_before_the_book(store: Store, clock: Clock, noted: Add) -> None:
    account = noted("account", created_at=TUESDAY, name="A", match_key="x", tier="gold")
    noted("touch", created_at=TUESDAY, account_id=account, kind="visit", at=TUESDAY)
    found = report(store.connection, clock, period_of("week", clock.today))
    figures = [line.figure for section in found.sections for line in section.lines if line.figure]
    assert len(figures) > 8 and {one.before for one in figures} == {None}
    assert "week before: –" in as_text(found)
    noted("touch", created_at=TUESDAY, account_id=account, kind="visit", at=FRIDAY_BEFORE)
    assert numbers(store, clock)["visits"] == (1, 1)
    assert numbers(store, clock)["calls"] == (0, 0)
