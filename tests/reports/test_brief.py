"""The brief of a meeting, section by section, in a small book whose every date is known."""

from __future__ import annotations

import json
from datetime import time

import pytest

from karep.db.errors import NotFound
from karep.db.store import Store
from karep.db.views.journal import list_actions
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.reports.brief import SECTIONS, Subject, brief
from karep.reports.render import RENDERED, as_text, line_words, render
from karep.reports.report import Line, Report, Section, leaving, walk
from karep.rules.clock import Clock
from tests.hostile import hostile_texts
from tests.reports.conftest import DAY, Add


class Made:
    """An account with one deal and two people: Wang decides, Li buys; they were met on 10 and on 12 November."""

    def __init__(self, add: Add) -> None:
        self.account = add("account", name="Acme", tier="gold", city="Suzhou", created_at="2026-01-05T01:00:00.000Z")
        person = {"account_id": self.account, "created_at": "2026-01-05T01:00:00.000Z"}
        self.wang = add("person", name="Wang", form_of_address="Director Wang", title="Director", stance=1, **person)
        self.li = add("person", name="Li", title="Buyer", stance=-1, **person)
        add("role", person_id=self.wang, account_id=self.account, role="decision_maker")
        add("role", person_id=self.li, account_id=self.account, role="purchaser")
        self.deal = add(
            "opportunity", account_id=self.account, name="Line 2", kind="new", stage="S5", status="open",
            amount=12_000_000, currency="CNY", created_at="2026-10-01T01:00:00.000Z",
        )  # fmt: skip
        self.first = self.touch(add, "2026-11-10T02:00:00.000Z", "visit", "first talk", self.wang)
        self.last = self.touch(add, "2026-11-12T02:00:00.000Z", "call", "asked for prices", self.li)

    def touch(self, add: Add, at: str, kind: str, summary: str, *people: str) -> str:
        touch = add("touch", account_id=self.account, at=at, created_at=at, kind=kind, summary=summary)
        for one in people:
            add("attendance", touch_id=touch, person_id=one)
        return touch


@pytest.fixture
def made(add: Add) -> Made:
    return Made(add)


def written(store: Store, clock: Clock, noun: str, record: str, *people: str, private: bool = True) -> Report:
    return brief(store.connection, Subject(noun, record, people), clock, private=private)


def lines(report: Report, key: str) -> list[str]:
    return [line_words(line) for line in report.section(key).lines]


def test_the_sections_are_a_closed_list(store: Store, clock: Clock, made: Made) -> None:
    report = written(store, clock, "account", made.account)
    assert tuple(section.key for section in report.sections) == SECTIONS
    assert len(SECTIONS) == 10
    assert report.title == "Brief: Acme"
    assert report.subtitle == "Fri 20 Nov 2026 · Gold · Suzhou"


def test_who_is_in_the_room(store: Store, clock: Clock, made: Made, add: Add) -> None:
    add("preference", person_id=made.wang, kind="communication", text="one page only", privacy="internal")
    add("preference", person_id=made.wang, kind="hobby", text="sails", privacy="personal")
    add("preference", person_id=made.wang, kind="taboo", text="never be late", privacy="personal")
    add("preference", person_id=made.wang, kind="other", text="ill parent", privacy="sensitive")
    add("person", name="Gone", account_id=made.account, left_on="2026-02-01")
    add("person", name="CFO?", account_id=made.account, placeholder=True)
    add("person", name="Zhao", account_id=made.account)
    assert lines(written(store, clock, "account", made.account), "room") == [
        "Wang · Director · Decision-maker · my view: leaning to us · met 10 d ago · one page only; sails · "
        "avoid: never be late",
        "Li · Buyer · Purchaser · my view: leaning away · never face to face, last contact 8 d ago",
        "Zhao · never met",
    ]
    assert lines(written(store, clock, "account", made.account, private=False), "room") == [
        "Wang · Director · Decision-maker · met 10 d ago · one page only",
        "Li · Buyer · Purchaser · never face to face, last contact 8 d ago",
        "Zhao · never met",
    ]


def test_an_overdue_promise_of_ours_is_the_goal_and_said_once(store: Store, clock: Clock, made: Made, add: Add) -> None:
    add("promise", account_id=made.account, person_id=made.li, owed_by="us", what="the quote", due="2026-11-17")
    add("promise", account_id=made.account, owed_by="us", what="a sample", due="2026-11-25")
    add("promise", account_id=made.account, owed_by="us", what="a tour")
    add("promise", account_id=made.account, owed_by="them", what="drawings", due="2026-11-18")
    add("promise", account_id=made.account, owed_by="us", what="kept", kept_at="2026-11-01T00:00:00.000Z")
    report = written(store, clock, "account", made.account)
    assert lines(report, "goal") == ["Hand it over, or give a new day: the quote · 3 d overdue · Li"]
    assert lines(report, "promises") == [
        "We promised · a sample · due Wed 25 Nov",
        "We promised · a tour · no day set",
        "They promised · drawings · 2 d overdue",
    ]


def test_the_goal_is_the_sharpest_ask_that_concerns_the_room(store: Store, clock: Clock, made: Made, add: Add) -> None:
    def goal() -> str:
        return lines(written(store, clock, "person", made.wang), "goal")[0]

    add("promise", account_id=made.account, person_id=made.li, owed_by="us", what="the quote", due="2026-11-17")
    assert goal() == f"S5 Propose still needs: {playbook('en').words('s5.exit.presented')}"
    add("fact", account_id=made.account, name="Priorities", value="fewer stops", dated="2026-11-01")
    assert goal() == "Speak to what matters to them: Priorities: fewer stops"
    assert as_text(written(store, clock, "person", made.wang)).count("fewer stops") == 1
    add("promise", account_id=made.account, person_id=made.wang, owed_by="them", what="drawings", due="2026-11-18")
    assert goal() == "Ask for what they promised: drawings · 2 d overdue · Wang"
    add("objection", account_id=made.account, words="too dear", outcome="open", at="2026-11-10T03:00:00.000Z")
    assert goal() == "Bring the answer, or say when you will: “too dear” · no answer yet: say when you will bring one"
    add("promise", account_id=made.account, owed_by="us", what="a sample", due="2026-11-25")
    assert goal() == "Say where it stands: a sample · due Wed 25 Nov"
    planned = add("follow_up", account_id=made.account, person_id=made.wang, what="visit", due="2026-11-23")
    with store.action("test.prepare") as change:
        change.change("follow_up", planned, {"expected_questions": "who pays?"})
    assert goal() == "Have the answer ready: who pays?"
    add("promise", account_id=made.account, person_id=made.wang, owed_by="us", what="a letter", due="2026-11-19")
    assert goal() == "Hand it over, or give a new day: a letter · 1 d overdue · Wang"


def prepare(store: Store, follow_up: str) -> None:
    with store.action("test.prepare") as change:
        words = {"aim": "agree on a pilot", "expected_questions": "who pays?", "disputes": "the warranty"}
        change.change("follow_up", follow_up, {**words, "bottom_line": "eight per cent SECRET"})


def test_what_the_rep_prepared_stands_in_the_goal(store: Store, clock: Clock, made: Made, add: Add) -> None:
    planned = add(
        "follow_up", account_id=made.account, person_id=made.wang, what="see Wang", due="2026-11-23", due_time="10:00"
    )
    prepare(store, planned)
    report = written(store, clock, "follow_up", planned)
    assert report.title == "Brief: Acme · see Wang"
    assert lines(report, "goal") == [
        "Aim: agree on a pilot",
        "Have the answer ready: who pays?",
        "Planned, Mon 23 Nov 10:00 · see Wang · Wang",
        "Likely dispute: the warranty",
        "Bottom line, for you alone: eight per cent SECRET",
    ]
    assert [line.level for line in report.section("goal").lines] == ["", "", "", "", "bottom_line"]
    assert [line.record_id for line in report.section("room").lines] == [made.wang]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("form", RENDERED)
@pytest.mark.parametrize("private", [True, False])
def test_the_bottom_line_is_in_nothing_that_is_written(
    store: Store, clock: Clock, made: Made, add: Add, form: str, private: bool, language: str
) -> None:
    use_language(language)
    planned = add("follow_up", account_id=made.account, what="see Wang", due="2026-11-23")
    prepare(store, planned)
    report = written(store, clock, "account", made.account, private=private)
    text = render(report, form, cite=True) + render(report, form)
    assert "pilot" in text and "SECRET" not in text and "bottom_line" not in text
    assert ("SECRET" in str(report)) == private


def test_first_contact_is_never_called_no_change(store: Store, clock: Clock, made: Made, add: Add) -> None:
    zhao = add("person", name="Zhao", account_id=made.account)
    report = written(store, clock, "person", zhao)
    assert lines(report, "changes") == [
        "First contact with this room; the account last spoke with us on Thu 12 Nov · Call · Li · asked for prices"
    ]
    assert report.section("changes").lines[0].record_id == made.last
    assert report.section("before").lines == ()
    bare = add("account", name="Bare")
    nobody = written(store, clock, "account", bare)
    assert lines(nobody, "changes") == ["First contact: nobody here has spoken with us yet"]
    assert lines(nobody, "goal") == ["Find out whether there is a need, and who decides"]
    assert lines(nobody, "unknown") == [
        "nobody is noted down at this account",
        "not noted: tier, any deal, industry, place, owner",
    ]
    assert nobody.section("deal").empty == "no open deal"
    assert nobody.section("room").empty == "nobody is noted down"
    assert nobody.section("questions").title == "Questions to ask (S1 Identify)"


def test_what_changed_since_the_last_touch_with_the_room(store: Store, clock: Clock, made: Made, add: Add) -> None:
    def move(at: str, start: str, end: str) -> None:
        add("stage_change", opportunity_id=made.deal, from_stage=start, to_stage=end, at=at, unmet="[]")

    move("2026-11-09T02:00:00.000Z", "S2", "S3")
    move("2026-11-11T02:00:00.000Z", "S3", "S4")
    move("2026-11-13T02:00:00.000Z", "S4", "S5")
    add("promise", account_id=made.account, owed_by="us", what="old", kept_at="2026-11-10T01:00:00.000Z")
    add("promise", account_id=made.account, owed_by="us", what="report", kept_at="2026-11-14T01:00:00.000Z")
    add("promise", account_id=made.account, owed_by="them", what="bills", broken_at="2026-11-15T01:00:00.000Z")
    add("fact", account_id=made.account, name="Staff", value="200", dated="2026-11-16")
    add("fact", account_id=made.account, name="Staff", value="100", dated="2026-11-01")
    add("person", name="Chen", account_id=made.account, left_on="2026-11-17")
    assert lines(written(store, clock, "person", made.wang), "changes") == [
        "Tue 17 Nov · Chen · has left",
        "Mon 16 Nov · Staff: 200",
        "Sun 15 Nov · They promised · not kept · bills",
        "Sat 14 Nov · We promised · kept · report",
        "Fri 13 Nov · Line 2 · S3 Engage → S5 Propose",
        "Thu 12 Nov · Call · Li · asked for prices",
    ]
    assert written(store, clock, "person", made.wang).section("changes").title == "Changed since Tue 10 Nov"
    assert lines(written(store, clock, "account", made.account), "changes")[-1].startswith("Fri 13 Nov")


def test_changed_fields_come_from_the_journal_and_what_was_taken_back_does_not(
    store: Store, clock: Clock, made: Made
) -> None:
    from karep.db.journal import undo

    with store.action("person.change") as change:
        change.change("person", made.li, {"title": "Head of purchasing", "stance": 0, "note": "x"})
        change.change("account", made.account, {"tier": "platinum"})
        change.change("opportunity", made.deal, {"amount": 15_000_000, "expected_close": "2026-12-20"})
    found = lines(written(store, clock, "account", made.account), "changes")
    assert len(found) == 3
    assert any("Li · Title: Buyer → Head of purchasing; " in one and "leaning away → neutral" in one for one in found)
    assert any("Acme · Tier: Gold → Platinum" in one for one in found)
    assert any("Line 2 · Amount: ¥120k → ¥150k" in one for one in found)
    assert not any(
        "neutral" in one for one in lines(written(store, clock, "account", made.account, private=False), "changes")
    )
    undo(store, list_actions(store.connection, 1)[0].seq)
    assert lines(written(store, clock, "account", made.account), "changes") == []
    assert written(store, clock, "account", made.account).section("changes").empty == "nothing was noted down"


def test_new_people_count_unless_they_came_with_an_import(store: Store, clock: Clock, made: Made) -> None:
    with store.action("person.add") as change:
        change.add("person", {"name": "New", "account_id": made.account, "title": "Clerk", "match_key": "x"})
        change.add("role", {"person_id": made.li, "account_id": made.account, "role": "gatekeeper"})
    with store.action("sheet.import") as change:
        change.add("person", {"name": "Brought", "account_id": made.account, "match_key": "x"})
    found = lines(written(store, clock, "account", made.account), "changes")
    assert [one.partition(" · ")[2] for one in found] == ["New · Clerk · new person", "Li · now Gatekeeper"]


def test_where_the_deal_stands(store: Store, clock: Clock, made: Made, add: Add) -> None:
    moved = {"from_stage": "S4", "to_stage": "S5", "at": "2026-10-01T01:00:00.000Z", "unmet": "[]"}
    add("stage_change", opportunity_id=made.deal, **moved)
    add("tick", opportunity_id=made.deal, item_id="s5.needs", at="2026-11-12T02:00:00.000Z")
    add("tick", opportunity_id=made.deal, item_id="s5.exit.preferred", at="2026-11-12T02:00:00.000Z")
    add("fact", account_id=made.account, name="竞品", value="Norva", dated="2026-03-01", source="Li")
    add("fact", account_id=made.account, name="Budget 2027", value="2m", dated="2026-11-01")
    add("opportunity", account_id=made.account, name="Line 3", kind="new", stage="S2", status="open")
    add("follow_up", account_id=made.account, opportunity_id=made.deal, person_id=made.li, what="x", due="2026-11-30")
    report = written(store, clock, "person", made.wang)
    assert lines(report, "deal") == [
        "Line 2 · S5 Propose · 50 d in this stage · checklist 1/13 · ¥120k · next step Mon 30 Nov",
        "竞品: Norva · Li · 264 d old, check it",
        "Budget 2027: 2m · of Sun 1 Nov",
        "not yet: Offer two or three options",
        "not yet: State the USP and how it is delivered",
        "not yet: Calculate the value · … and 9 more items",
        "Also open: Line 3 · S2 Plan",
    ]
    assert lines(report, "unknown")[:2] == [
        "nobody known as Technical influencer, Finance, User",
        "Line 2, not known: expected close, buyer's stage",
    ]


def test_a_deal_without_a_next_step_says_so(store: Store, clock: Clock, made: Made) -> None:
    assert "no next step" in lines(written(store, clock, "opportunity", made.deal), "deal")[0]


def test_the_last_times_this_room_met(store: Store, clock: Clock, made: Made, add: Add) -> None:
    made.touch(add, "2026-11-13T02:00:00.000Z", "gift", "a watch", made.wang)
    made.touch(add, "2026-11-08T02:00:00.000Z", "visit", "tour " * 60 + "end. " + "x " * 90, made.wang, made.li)
    report = written(store, clock, "person", made.wang)
    assert lines(report, "before") == [
        "Tue 10 Nov · Visit · Wang · first talk",
        "Sun 8 Nov · Visit · Wang, Li · " + "tour " * 60 + "end…",
    ]
    assert report.section("changes").title == "Changed since Fri 13 Nov"
    both = written(store, clock, "account", made.account, made.wang, made.li)
    assert [line.record_id for line in both.section("before").lines] == [made.last, made.first]
    shared = written(store, clock, "account", made.account, private=False)
    assert "watch" not in as_text(shared)


def test_objections_come_with_the_answer_to_bring(store: Store, clock: Clock, made: Made, add: Add) -> None:
    objection = {"account_id": made.account, "outcome": "open"}
    add("promise", account_id=made.account, owed_by="us", what="the quote", due="2026-11-17")
    add("objection", words="no need", at="2026-11-09T01:00:00.000Z", **objection)
    add("objection", words="too dear", card="o.too-expensive", at="2026-11-10T01:00:00.000Z", **objection)
    add("objection", card="o.no-time", answer="two slots", at="2026-11-11T01:00:00.000Z", **objection)
    add("objection", words="gone", card="o.lost-card", at="2026-11-08T01:00:00.000Z", **objection)
    add("objection", account_id=made.account, words="done", outcome="worked", at="2026-11-11T01:00:00.000Z")
    report = written(store, clock, "account", made.account)
    cards = playbook("en").objections
    dear = cards["o.too-expensive"]
    answer = dear.answers[0].say
    assert lines(report, "objections") == [
        f"I have no time · Wed 11 Nov · answer: two slots · bring: {cards['o.no-time'].evidence[0]}",
        f"“too dear” · Tue 10 Nov · answer: {answer} · bring: {dear.evidence[0]}",
        "“no need” · Mon 9 Nov · no answer yet: say when you will bring one",
        "“gone” · Sun 8 Nov · no answer yet: say when you will bring one",
    ]
    assert report.section("objections").lines[1].sources == (("card", "o.too-expensive"),)


def test_needs_and_rivals_stand_with_the_deal(store: Store, clock: Clock, made: Made, add: Add) -> None:
    def deal(noun: str = "account", record: str = made.account) -> list[str]:
        told = lines(written(store, clock, noun, record), "deal")
        return [one for one in told if one.startswith(("Need", "Competitor"))]

    account = {"account_id": made.account}
    add("promise", owed_by="us", what="the quote", due="2026-11-17", **account)
    add("competitor", name="ZTE", note="8 % cheaper", at="2026-11-10T01:00:00.000Z", **account)
    earlier = add("competitor", name="zte ", at="2026-11-01T01:00:00.000Z", **account)
    add("competitor", name="Old Rival", at="2026-02-01T01:00:00.000Z", **account)
    add("need", what="short delivery", person_id=made.wang, value="¥100k", at="2026-11-09T01:00:00.000Z", **account)
    hidden = {"what": "a second source", "problem": "one supplier", "hidden": True}
    add("need", **hidden, at="2026-11-08T01:00:00.000Z", **account)
    won = add("opportunity", name="Line 0", kind="new", stage="S8", status="won", **account)
    add("need", what="MET", opportunity_id=won, at="2026-11-08T01:00:00.000Z", **account)
    assert deal() == [
        "Competitor: ZTE · 8 % cheaper · of Tue 10 Nov",
        "Need: short delivery · Wang · worth: ¥100k · of Mon 9 Nov",
        "Competitor: Old Rival · 292 d old, check it",
        "Need, not voiced yet: a second source · because one supplier · of Sun 8 Nov",
    ]
    rival = next(one for one in written(store, clock, "account", made.account).section("deal").lines
                 if one.noun == "competitor")  # fmt: skip
    assert rival.sources == (("competitor", earlier),)
    other = add("opportunity", name="Line 9", kind="new", stage="S3", status="open", **account)
    add("competitor", name="ELSEWHERE", opportunity_id=other, at="2026-11-11T01:00:00.000Z", **account)
    assert deal()[0].startswith("Competitor: ELSEWHERE")
    assert not any("ELSEWHERE" in one for one in deal("opportunity", made.deal))


def test_a_need_can_be_what_the_meeting_is_for(store: Store, clock: Clock, made: Made, add: Add) -> None:
    at = "2026-11-09T01:00:00.000Z"
    add("need", account_id=made.account, person_id=made.li, what="of somebody else", at=at)
    add("need", account_id=made.account, person_id=made.wang, what="short delivery", at=at)
    report = written(store, clock, "person", made.wang)
    assert lines(report, "goal")[0] == "Speak to what matters to them: short delivery · Wang"
    assert as_text(report).count("short delivery") == 1
    assert "Need: of somebody else" in as_text(report)


def test_questions_that_were_not_asked(store: Store, clock: Clock, made: Made, add: Add) -> None:
    def asked() -> list[str]:
        return [line.record_id for line in written(store, clock, "account", made.account).section("questions").lines]

    assert asked() == ["s5.q.criteria", "s5.q.missing", "s5.q.slip", "s5.q.best-option"]
    add("tick", opportunity_id=made.deal, item_id="s5.q.criteria", at="2026-11-12T02:00:00.000Z")
    add("tick", opportunity_id=made.deal, item_id="s5.q.slip", at="2026-11-12T02:00:00.000Z")
    assert asked() == ["s5.q.readers", "s5.q.missing", "s5.q.best-option"]


def test_days_that_are_near_and_where_congratulations_are_out_of_place(store: Store, made: Made, add: Add) -> None:
    march = Clock.at(DAY.replace(month=3, day=20), zone="Asia/Shanghai")
    with store.action("test.change") as change:
        change.change("account", made.account, {"country": "中国"})
    add("occasion", person_id=made.wang, kind="birthday", month=4, day=1, calendar="solar")
    add("occasion", person_id=made.li, kind="memorial", month=3, day=25, calendar="solar")
    add("occasion", account_id=made.account, kind="contract_end", month=4, day=10, calendar="solar")
    add("occasion", account_id=made.account, kind="budget", month=5, day=10, calendar="solar")
    assert lines(written(store, march, "account", made.account), "dates") == [
        "Wed 25 Mar · Memorial day · Li · no congratulations",
        "Wed 1 Apr · Birthday · Wang",
        "Sun 5 Apr · Qingming · no congratulations",
        "Fri 10 Apr · Contract end",
    ]
    shared = written(store, march, "account", made.account, private=False)
    assert [line.noun for line in shared.section("dates").lines] == ["festival", "occasion"]
    alone = written(store, march, "person", made.wang)
    assert [line.part("who") for line in alone.section("dates").lines] == ["Wang", "", ""]


def test_what_the_record_does_not_say(store: Store, clock: Clock, made: Made, add: Add) -> None:
    quiet = add("person", name="Quiet", account_id=made.account)
    add("role", person_id=quiet, account_id=made.account, role="finance")
    add("person", name="CTO?", account_id=made.account, placeholder=True)
    add("fact", account_id=made.account, name="Staff", value="200", dated="2026-05-01")
    add("fact", account_id=made.account, name="Shifts", value="3", dated="2026-05-24")
    assert lines(written(store, clock, "person", made.wang), "unknown") == [
        "nobody known as Technical influencer, User",
        "Line 2, not known: budget, expected close, buyer's stage",
        "Staff: 200 · 203 d old, check it",
        "no view of yours noted on Quiet",
        "not in the room and never met: Quiet",
        "only the seat is known: CTO?",
    ]
    assert "no view" not in as_text(written(store, clock, "person", made.wang, private=False))


def test_one_thread_only(store: Store, clock: Clock, made: Made) -> None:
    with store.action("test.remove") as change:
        change.remove("touch", made.first)
    found = lines(written(store, clock, "account", made.account), "unknown")
    assert "only Li was in touch with us in 90 days" in found


def test_a_room_of_three_with_one_who_is_not_in_the_book(store: Store, clock: Clock, made: Made) -> None:
    subject = Subject("account", made.account, (made.li, made.wang), ("Dr. No",))
    report = brief(store.connection, subject, clock, private=False)
    assert report.title == "Brief: Acme · Wang, Li, Dr. No"
    room = lines(report, "room")
    assert len(room) == 3
    assert room[2] == "Dr. No · not in the book: ask who it is, and note it down"
    alone = brief(store.connection, Subject("account", made.account, (), ("Dr. No",)), clock, private=False)
    assert len(alone.section("room").lines) == 1
    assert lines(alone, "changes")[0].startswith("First contact with this room")


def test_a_lost_deal_and_an_account_without_any(store: Store, clock: Clock, made: Made) -> None:
    with store.action("test.change") as change:
        values = {"status": "lost", "lost_reason": "price", "revisit_on": "2026-12-01"}
        change.change("opportunity", made.deal, values)
    report = written(store, clock, "account", made.account)
    assert lines(report, "goal") == ["Find out whether it is time to talk again: Line 2"]
    assert lines(report, "deal") == ["Line 2 · Lost · ¥120k · Reason: price · ask again Tue 1 Dec"]
    with store.action("test.change") as change:
        change.remove("opportunity", made.deal)
    report = written(store, clock, "account", made.account)
    assert report.section("deal").lines == () and report.section("deal").empty


def test_removed_records_are_in_no_brief(store: Store, clock: Clock, made: Made, add: Add) -> None:
    of_account = {"account_id": made.account}
    belongings = [
        ("promise", add("promise", account_id=made.account, owed_by="us", what="REMOVED")),
        ("objection", add("objection", words="REMOVED", at="2026-11-09T01:00:00.000Z", **of_account, outcome="open")),
        ("fact", add("fact", account_id=made.account, name="REMOVED", value="x", dated="2026-01-01")),
        ("follow_up", add("follow_up", account_id=made.account, what="REMOVED", due="2026-11-25")),
        ("preference", add("preference", person_id=made.wang, kind="topic", text="REMOVED", privacy="internal")),
        ("need", add("need", what="REMOVED", at="2026-11-09T01:00:00.000Z", **of_account)),
        ("competitor", add("competitor", name="REMOVED", at="2026-11-09T01:00:00.000Z", **of_account)),
        ("person", add("person", name="REMOVED", account_id=made.account)),
        ("touch", made.touch(add, "2026-11-19T01:00:00.000Z", "visit", "REMOVED", made.wang)),
    ]  # fmt: skip
    assert "REMOVED" in as_text(written(store, clock, "account", made.account))
    with store.action("test.remove") as change:
        for noun, record in belongings:
            change.remove(noun, record)
    assert "REMOVED" not in as_text(written(store, clock, "account", made.account))
    with store.action("test.remove") as change:
        change.remove("account", made.account)
    for noun, record in (("account", made.account), ("person", made.wang), ("opportunity", made.deal), ("person", "x")):
        with pytest.raises(NotFound):
            written(store, clock, noun, record)


def test_a_person_without_an_account(store: Store, clock: Clock, add: Add) -> None:
    loose = add("person", name="Loose", title="Consultant")
    report = written(store, clock, "person", loose)
    assert lines(report, "room") == ["Loose · Consultant · never met"]
    assert report.title == "Brief: Loose"


def test_the_day_is_the_one_of_the_zone(store: Store, made: Made) -> None:
    late = Clock.at(DAY, time(23, 30), zone="Asia/Shanghai")
    assert "met 10 d ago" in as_text(written(store, late, "account", made.account))
    east = Clock("Pacific/Auckland", late.frozen)
    assert "met 11 d ago" in as_text(written(store, east, "account", made.account))


def test_hostile_texts_in_every_field_stay_one_line_each(store: Store, clock: Clock, add: Add) -> None:
    for number, text in enumerate(hostile_texts()[:60]):
        text = text.encode("utf-8", "replace").decode()
        short = text.strip()[:190] or "x"
        account = add("account", name=short, city=short)
        person = add("person", name=short, account_id=account, title=short, form_of_address=short)
        add("preference", person_id=person, kind="taboo", text=text, privacy="internal")
        touch = add(
            "touch", account_id=account, at="2026-11-10T01:00:00.000Z", kind="visit", summary=text, outcome=text
        )
        add("attendance", touch_id=touch, person_id=person)
        add("promise", account_id=account, owed_by="us", what=short, person_id=person)
        add("objection", account_id=account, words=text, answer=text, outcome="open", at="2026-11-09T01:00:00.000Z")
        add("fact", account_id=account, name=short, value=text, dated="2026-01-01", source=short)
        add("opportunity", account_id=account, name=short, kind="new", stage="S5", status="open")
        add("need", account_id=account, what=short, problem=text, value=text, at="2026-11-09T01:00:00.000Z")
        add("competitor", account_id=account, name=short, note=text, at="2026-11-09T01:00:00.000Z")
        report = written(store, clock, "account", account)
        printed = sum(1 + len(list(walk(one.lines))) + (not one.lines) for one in report.shown)
        page = as_text(report)
        assert len(page.split("\n")) == printed + 3, number
        assert not any(ord(letter) < 32 and letter != "\n" for letter in page)
        assert json.loads(render(report, "json"))


def test_what_never_leaves_is_left_out_at_any_depth() -> None:
    below = Line("touch", "x", (), lines=(Line("follow_up", "y", (), level="bottom_line"),))
    report = Report("t", "", (Section("a", "A", (below,)),))
    assert leaving(report).sections[0].lines[0].lines == ()
