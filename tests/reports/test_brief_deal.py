"""The brief of one deal among several, everything that is planned, what is known, and what a meeting can move."""

from __future__ import annotations

from datetime import date, time

import pytest

from karep.db.store import Store
from karep.i18n import language, use_language
from karep.playbook.shelf import playbook
from karep.reports import brief_steps
from karep.reports.agenda import agenda
from karep.reports.brief import Subject, brief
from karep.reports.brief_goal import PLAN
from karep.reports.render import as_text, line_words
from karep.reports.report import Report
from karep.reports.today import today
from karep.rules.clock import Clock
from tests.reports.conftest import Add


class Two:
    """An account with two deals: Wang decides, Li buys, Chen and Zhou have a part in one deal each."""

    def __init__(self, add: Add) -> None:
        self.account = add("account", name="Acme", tier="gold", city="Suzhou")
        self.wang, self.li, self.chen, self.zhou, self.wu = (
            add("person", name=name, account_id=self.account) for name in ("Wang", "Li", "Chen", "Zhou", "Wu")
        )
        deal = {"account_id": self.account, "kind": "new", "status": "open"}
        self.first = add("opportunity", name="Frame", stage="S6", **deal)
        self.second = add("opportunity", name="Hall 2", stage="S4", **deal)
        add("role", person_id=self.wang, account_id=self.account, role="decision_maker")
        add("role", person_id=self.li, account_id=self.account, role="purchaser")
        for person, of in ((self.chen, self.first), (self.zhou, self.second)):
            add("role", person_id=person, account_id=self.account, opportunity_id=of, role="technical")

    def promise(self, add: Add, what: str, person: str, deal: str | None, due: str) -> str:
        at = "2026-11-10T02:00:00.000Z"
        touch = add("touch", account_id=self.account, at=at, kind="call", opportunity_id=deal) if deal else None
        owed = {"owed_by": "us", "what": what, "due": due}
        return add("promise", account_id=self.account, person_id=person, touch_id=touch, **owed)

    def step(self, add: Add, what: str, person: str | None, deal: str | None, due: str, **values: str) -> str:
        about = {"account_id": self.account, "person_id": person, "opportunity_id": deal}
        return add("follow_up", what=what, due=due, **about, **values)


@pytest.fixture
def two(add: Add) -> Two:
    return Two(add)


def written(store: Store, clock: Clock, noun: str, record: str, *people: str, private: bool = True) -> Report:
    return brief(store.connection, Subject(noun, record, people), clock, private=private)


def lines(report: Report, key: str) -> list[str]:
    return [line_words(line) for line in report.section(key).lines]


def names(report: Report) -> list[str]:
    return [line.part("who") for line in report.section("room").lines]


def test_the_room_of_a_deal_is_its_own_people_who_decides_and_buys_and_whom_the_next_step_is_with(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    assert names(written(store, clock, "opportunity", two.first)) == ["Wang", "Li", "Chen"]
    two.step(add, "walk through the hall", two.wu, two.first, "2026-11-20")
    assert names(written(store, clock, "opportunity", two.first)) == ["Wang", "Li", "Chen", "Wu"]
    assert names(written(store, clock, "opportunity", two.second)) == ["Wang", "Li", "Zhou"]
    assert names(written(store, clock, "opportunity", two.first, two.zhou)) == ["Zhou"]


def test_a_large_room_keeps_the_one_whom_the_next_step_is_with(store: Store, clock: Clock, two: Two, add: Add) -> None:
    for number in range(8):
        extra = add("person", name=f"A{number}", account_id=two.account)
        add("role", person_id=extra, account_id=two.account, opportunity_id=two.first, role="finance")
    two.step(add, "walk through the hall", two.wu, two.first, "2026-11-20")
    report = written(store, clock, "opportunity", two.first)
    assert names(report)[0] == "Wu"
    assert len(names(report)) + report.section("room").more == 12


def test_the_plan_of_a_deal_is_its_next_follow_up_whoever_it_is_with(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    late = two.step(add, "old", two.chen, two.first, "2026-11-18")
    meant = two.step(add, "see Wu", two.wu, two.first, "2026-11-20")
    two.step(add, "later", two.li, two.first, "2026-11-25")
    two.step(add, "not his", two.zhou, two.second, "2026-11-19")
    plans = [one for one in written(store, clock, "opportunity", two.first).section("goal").lines if one.noun != "card"]
    assert [line_words(one) for one in plans] == [
        "Planned, 2 d overdue · old · Chen",
        "Planned, today · see Wu · Wu",
        "Planned, Wed 25 Nov · later · Li",
    ]
    assert [one.record_id for one in plans if one.part(PLAN)] == [meant]
    with store.action("test.remove") as change:
        change.remove("follow_up", meant)
    other = written(store, clock, "opportunity", two.second).section("goal").lines
    assert "Planned, Wed 25 Nov · later · Li · Frame" in [line_words(one) for one in other]
    assert late not in [one.record_id for one in other]


def test_what_is_planned_for_another_deal_is_no_plan_of_this_one(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    two.step(add, "prices", two.li, two.first, "2026-11-23")
    report = written(store, clock, "opportunity", two.second)
    assert lines(report, "goal")[1:] == ["Planned, Mon 23 Nov · prices · Li · Frame"]
    assert not any(one.part(PLAN) for one in report.section("goal").lines)
    assert lines(report, "deal")[0].endswith("no next step")


def test_follow_ups_are_all_told_the_overdue_first_and_three_at_most(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    two.step(add, "far", two.li, None, "2026-12-20")
    late = two.step(add, "answer him", two.wang, two.first, "2026-11-18")
    two.step(add, "meeting", two.li, None, "2026-11-23")
    told = lines(written(store, clock, "account", two.account), "goal")[1:]
    assert told == [
        "Planned, 2 d overdue · answer him · Wang",
        "Planned, Mon 23 Nov · meeting · Li",
        "Planned, Sun 20 Dec · far · Li",
    ]
    for number in range(2):
        two.step(add, f"very far {number}", two.li, None, "2026-12-30")
    more = written(store, clock, "account", two.account).section("goal").lines
    assert [line_words(one) for one in more][1:4] == told and line_words(more[4]) == "… and 2 more follow-ups"
    alone = written(store, clock, "person", two.wang).section("goal").lines
    assert late in [one.record_id for one in alone] and len(alone) == 2


def test_a_promise_made_for_another_deal_is_no_goal_of_this_one(store: Store, clock: Clock, two: Two, add: Add) -> None:
    two.promise(add, "price list", two.li, two.first, "2026-11-10")
    assert "price list" in lines(written(store, clock, "opportunity", two.first), "goal")[0]
    assert lines(written(store, clock, "opportunity", two.second), "goal")[0].startswith("S4 Discover still needs: ")
    assert "price list" in lines(written(store, clock, "opportunity", two.second), "promises")[0]
    two.promise(add, "a letter", two.wang, None, "2026-11-11")
    assert "a letter" in lines(written(store, clock, "opportunity", two.second), "goal")[0]
    two.promise(add, "hall plan", two.zhou, two.second, "2026-11-19")
    assert "hall plan" in lines(written(store, clock, "opportunity", two.second), "goal")[0]
    assert "price list" in lines(written(store, clock, "account", two.account), "goal")[0]


def test_objections_to_another_deal_stay_out(store: Store, clock: Clock, two: Two, add: Add) -> None:
    about = {"account_id": two.account, "outcome": "open", "at": "2026-11-10T03:00:00.000Z"}
    add("objection", words="too dear", opportunity_id=two.first, **about)
    assert "too dear" not in as_text(written(store, clock, "opportunity", two.second))
    assert "too dear" in lines(written(store, clock, "opportunity", two.first), "goal")[0]


def test_a_word_at_the_end_of_a_long_text_is_not_lost(store: Store, clock: Clock, two: Two, add: Add) -> None:
    note = "食堂陪王工、孙班长吃饭，" * 15 + "恒拓也来过一次。"
    assert len(note) < 200
    touch = add("touch", account_id=two.account, at="2026-11-12T02:00:00.000Z", kind="meal", summary=note)
    add("attendance", touch_id=touch, person_id=two.li)
    wish = "Wants equipment, installation and service in one offer but " + "very clearly " * 8 + "priced apart"
    add("preference", person_id=two.li, kind="work_style", text=wish, privacy="internal")
    two.promise(add, f"{note}完", two.li, None, "2026-11-10")
    page = as_text(written(store, clock, "account", two.account, private=False))
    assert note in page and f"{note}完" in page and wish in page


def test_who_supplies_now_and_what_they_need_stand_with_the_deal(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    def fact(name: str, value: str, dated: str) -> None:
        add("fact", account_id=two.account, name=name, value=value, dated=dated)

    fact("在用品牌", "鼎锐三家", "2026-08-01")
    fact("年用气量", "4200", "2026-08-12")
    fact("Sites", "7", "2026-08-11")
    fact("Shifts", "3", "2026-08-10")
    fact("Founded", "1950", "2025-01-01")
    two.promise(add, "x", two.li, None, "2026-11-10")
    touch = add("touch", account_id=two.account, at="2026-11-01T02:00:00.000Z", kind="call")
    add("attendance", touch_id=touch, person_id=two.li)
    report = written(store, clock, "opportunity", two.second)
    told = [one for one in report.section("deal").lines if one.noun == "fact"]
    assert [one.part("what") for one in told] == ["在用品牌: 鼎锐三家", "年用气量: 4200", "Sites: 7"]
    assert report.section("deal").lines[1] == told[0], "before what the playbook asks for"
    assert "Founded: 1950 · 688 d old, check it" in lines(report, "unknown")
    assert as_text(report).count("1950") == as_text(report).count("鼎锐") == 1


def test_a_new_fact_stands_in_what_changed_and_not_with_the_deal(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    touch = add("touch", account_id=two.account, at="2026-11-01T02:00:00.000Z", kind="call")
    add("attendance", touch_id=touch, person_id=two.li)
    add("fact", account_id=two.account, name="Sites", value="7", dated="2026-11-10")
    report = written(store, clock, "opportunity", two.second)
    assert lines(report, "changes") == ["Tue 10 Nov · Sites: 7"]
    assert as_text(report).count("Sites") == 1


def test_a_touch_that_changed_things_tells_the_first_sentence_of_its_note(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    for at, person, note in (
        ("2026-11-01", two.li, "old"),
        ("2026-11-12", two.zhou, "Version 2.5 came from Norva. Then we ate."),
        ("2026-11-13", two.zhou, "恒拓来过一次，送了备机。后来吃饭。"),
    ):
        touch = add("touch", account_id=two.account, at=f"{at}T02:00:00.000Z", kind="call", summary=note)
        add("attendance", touch_id=touch, person_id=person)
    assert lines(written(store, clock, "person", two.li), "changes") == [
        "Fri 13 Nov · Call · Zhou · 恒拓来过一次，送了备机。",
        "Thu 12 Nov · Call · Zhou · Version 2.5 came from Norva.",
    ]


def test_a_first_contact_tells_what_is_known_and_what_is_not(store: Store, clock: Clock, add: Add) -> None:
    place = {"city": "Suzhou", "region": "Jiangsu", "country": "China"}
    bare = add("account", name="Bare", industry="Machinery", employees=1200, website="x.example", **place)
    add("fact", account_id=bare, name="CIK", value="1800", dated="2026-10-09")
    for number in range(4):
        add("fact", account_id=bare, name=f"Fact {number}", value="v", dated=f"2026-10-0{number + 1}")
    report = written(store, clock, "account", bare)
    assert lines(report, "changes") == [
        "First contact: nobody here has spoken with us yet",
        "Known: Machinery · Suzhou, Jiangsu, China · 1,200 employees",
        "Fact 3: v · of Sun 4 Oct",
        "Fact 2: v · of Sat 3 Oct",
        "Fact 1: v · of Fri 2 Oct",
    ]
    assert lines(report, "unknown") == [
        "nobody is noted down at this account",
        "not noted: tier, any deal, owner",
    ]
    assert report.subtitle == "Fri 20 Nov 2026" and "x.example" not in as_text(report)
    assert as_text(report).count("Fact 3") == as_text(report).count("Suzhou") == 1


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_office_work_is_no_matter_of_a_meeting(tongue: str) -> None:
    use_language(tongue)
    known = {one.id for one in playbook(language()).ticked.values() if one.kind in ("item", "exit")}
    named = brief_steps._NO_MATTER_OF_A_MEETING | brief_steps._WITH_THE_CUSTOMER
    assert named <= known, "the playbook has no such item any more"
    for each in playbook(language()).stages.values():
        assert any(one.id in brief_steps._WITH_THE_CUSTOMER for one in each.checklist), each.id


def test_a_meeting_about_the_signature_is_not_told_that_it_is_not_signed(
    store: Store, clock: Clock, two: Two, add: Add
) -> None:
    report = written(store, clock, "opportunity", two.first)
    shown = [one.record_id for key in ("goal", "deal") for one in report.section(key).lines if one.noun == "card"]
    assert shown == ["s6.doubts", "s6.steps", "s6.signatory", "s6.finance-legal"]
    assert report.section("deal").lines[3].part("more") == "… and 9 more items"
    for done in ("doubts", "signatory", "finance-legal", "benefits", "trade", "ask", "lost", "daily", "register"):
        add("tick", opportunity_id=two.first, item_id=f"s6.{done}", at="2026-11-12T02:00:00.000Z")
    rest = written(store, clock, "opportunity", two.first).section("deal").lines
    assert [one.record_id for one in rest if one.noun == "card"] == ["s6.give-get", "s6.floor", "s6.credit"]
    assert not any(one.part("more") for one in rest)


def test_the_budget_is_said_once(store: Store, clock: Clock, two: Two, add: Add) -> None:
    def told(report: Report) -> list[str]:
        keys = ("goal", "deal", "unknown")
        return [line for key in keys for line in lines(report, key) if "budget" in line.casefold()]

    budget = playbook("en").words("s4.exit.budget")
    assert told(written(store, clock, "opportunity", two.second)) == [f"not yet: {budget}"]
    add("tick", opportunity_id=two.second, item_id="s4.exit.budget", at="2026-11-12T02:00:00.000Z")
    add("tick", opportunity_id=two.second, item_id="s4.budget", at="2026-11-12T02:00:00.000Z")
    assert told(written(store, clock, "opportunity", two.second)) == [
        "Hall 2, not known: budget, amount, expected close, buyer's stage"
    ]
    add("fact", account_id=two.account, name="Budget", value="2m", dated="2026-11-01")
    with store.action("test.remove") as change:
        for (tick,) in store.connection.execute("SELECT id FROM tick").fetchall():
            change.remove("tick", tick)
    assert told(written(store, clock, "opportunity", two.second)) == ["Budget: 2m · of Sun 1 Nov"]


@pytest.mark.parametrize(("tongue", "told"), [("en", "November, day unknown"), ("zh", "11月（日期未定）")])
@pytest.mark.parametrize("day", [1, 2, 20, 30])
def test_a_month_without_a_day_is_near_as_long_as_it_lasts(
    store: Store, two: Two, add: Add, day: int, tongue: str, told: str
) -> None:
    use_language(tongue)
    clock = Clock.at(date(2026, 11, day), zone="Asia/Shanghai")
    add("occasion", account_id=two.account, kind="budget", month=11, calendar="solar")
    [line] = written(store, clock, "account", two.account).section("dates").lines
    assert (line.part("when"), line.due) == (told, None)
    for page in (today(store.connection, clock), agenda(store.connection, clock)):
        [near] = [one for section in page.sections for one in section.lines if one.noun == "occasion"]
        assert near.part("when") == {"en": "November", "zh": "11月"}[tongue]
        assert near.state in ("", "coming") and {"en": "day unknown", "zh": "日期未定"}[tongue] in near.part("what")
    december = Clock.at(date(2026, 12, 1), zone="Asia/Shanghai")
    assert written(store, december, "account", two.account).section("dates").lines == ()


@pytest.mark.parametrize(
    ("tongue", "kind", "label", "year", "told"),
    [
        ("en", "birthday", None, 1971, "Birthday, turns 55"),
        ("zh", "birthday", None, 1971, "55 岁生日"),
        ("zh", "birthday", None, None, "生日"),
        ("zh", "anniversary", "合作周年", 2018, "合作 8 周年"),
        ("zh", "anniversary", "入职纪念日", 2010, "入职纪念日、16 周年"),
        ("zh", "anniversary", "入职十周年", 2016, "入职十周年"),
        ("en", "anniversary", "Years with the company", 2010, "16 years with the company"),
        ("en", "anniversary", "First order", 2020, "First order, 6 years"),
        ("en", "contract_end", None, 2026, "Contract end"),
    ],
)
def test_years_are_told_once_and_as_one_says_them(
    store: Store,
    clock: Clock,
    two: Two,
    add: Add,
    tongue: str,
    kind: str,
    label: str | None,
    year: int | None,
    told: str,
) -> None:
    use_language(tongue)
    add("occasion", account_id=two.account, kind=kind, label=label, month=11, day=25, year=year, calendar="solar")
    [line] = written(store, clock, "account", two.account).section("dates").lines
    assert line.part("what") == told


def test_an_appointment_elsewhere_is_told_by_both_clocks(store: Store, two: Two, add: Add) -> None:
    clock = Clock.at(date(2026, 11, 20), time(9), zone="Asia/Shanghai")
    at = {"due_time": "10:30", "zone": "Europe/Berlin"}
    two.step(add, "call", two.li, two.first, "2026-11-24", **at)
    two.step(add, "visit", two.li, two.first, "2026-11-25", due_time="10:30", zone="Asia/Shanghai")
    assert lines(written(store, clock, "opportunity", two.first), "goal")[1:] == [
        "Planned, Tue 24 Nov 17:30 (10:30 Europe/Berlin) · call · Li",
        "Planned, Wed 25 Nov 10:30 · visit · Li",
    ]
    [first, second] = [
        one for section in agenda(store.connection, clock).sections for one in section.lines if one.noun == "follow_up"
    ]
    assert (first.part("when"), first.part("there")) == ("17:30", "10:30 Europe/Berlin")
    assert (second.part("when"), second.part("there")) == ("10:30", "")


def test_who_was_met_long_ago_and_called_since(store: Store, clock: Clock, two: Two, add: Add) -> None:
    for at, kind in (("2026-06-17", "visit"), ("2026-07-27", "letter")):
        touch = add("touch", account_id=two.account, at=f"{at}T02:00:00.000Z", kind=kind)
        add("attendance", touch_id=touch, person_id=two.li)
    [line] = written(store, clock, "person", two.li).section("room").lines
    assert line.part("met") == "met 156 d ago, last contact 116 d ago"


def test_of_deals_that_are_over_the_won_one_comes_first(store: Store, clock: Clock, two: Two) -> None:
    with store.action("test.change") as change:
        change.change("opportunity", two.first, {"status": "won", "stage": "S8"})
    with store.action("test.change") as change:
        lost = {"status": "lost", "lost_reason": "price", "revisit_on": "2027-02-20"}
        change.change("opportunity", two.second, lost)
    report = written(store, clock, "account", two.account)
    assert [one.record_id for one in report.section("deal").lines[:2]] == [two.first, two.second]
    assert "Hall 2" not in lines(report, "goal")[0], "what was just lost is no goal beside living business"


def test_the_floor_is_told_to_the_last_unit(store: Store, clock: Clock, two: Two) -> None:
    with store.action("test.change") as change:
        change.change("opportunity", two.first, {"floor_amount": 115_320_000, "currency": "USD"})
    told = lines(written(store, clock, "opportunity", two.first), "deal")
    assert any("$1,153,200" in one for one in told), told
