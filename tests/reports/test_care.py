"""Care for Today: one line for each day in reach, what is next for it, and nothing for what is settled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.care import care_lines
from karep.reports.care_festivals import festival_totals, find_festival, read_festival
from karep.reports.care_who import read_day, read_known
from karep.reports.report import Line
from karep.rules.clock import Clock
from karep.rules.festivals import DaySettings, OwnDay
from karep.rules.gifts import USUAL_ALLOWANCE
from karep.rules.practice import USUAL, Practice
from karep.rules.rest_days import RestDays
from tests.hostile import OURS, fill
from tests.reports.conftest import Add

ZONE = "Asia/Shanghai"


def on(day: str) -> Clock:
    return Clock.at(date.fromisoformat(day), zone=ZONE)


def lines(store: Store, day: str, practice: Practice = USUAL) -> list[Line]:
    return care_lines(store.connection, on(day), practice)


def told(line: Line) -> dict[str, str]:
    return {part.name: part.text for part in line.parts}


@pytest.fixture
def account(add: Add) -> str:
    return add("account", name="Huawei", tier="platinum")


@pytest.fixture
def person(add: Add, account: str) -> str:
    person = add("person", name="Wang", account_id=account)
    add("role", person_id=person, account_id=account, role="decision_maker")
    return person


def birthday(add: Add, person: str, **values: Any) -> str:
    return add("occasion", **{"person_id": person, "kind": "birthday", "month": 12, "day": 3, **values})


def test_a_birthday_tells_whose_what_is_next_and_what_to_know(
    store: Store, add: Add, account: str, person: str
) -> None:
    day = birthday(add, person, year=1971)
    add("preference", person_id=person, kind="taboo", text="no lilies", privacy="personal")
    add("preference", person_id=person, kind="taboo", text="zqsecret", privacy="sensitive")
    add("gift", person_id=person, account_id=account, given_on=date(2025, 12, 1), item="tea", kind="gift")
    [line] = lines(store, "2026-11-19")
    assert (line.noun, line.record_id, line.account_id, line.level) == ("occasion", day, account, "personal")
    assert (line.due, line.state) == (date(2026, 12, 3), "due")
    assert told(line) == {
        "when": "Thu 3 Dec", "account": "Huawei", "what": "Birthday, turns 55", "who": "Wang", "todo": "Gift due",
        "know": "avoid: no lilies; last gift: tea 2025",
    }  # fmt: skip
    assert [line.state for line in lines(store, "2026-11-20")] == ["overdue"]


@pytest.mark.parametrize(
    ("today", "todo"),
    [
        ("2026-11-18", None),
        ("2026-11-19", "Gift due"),
        ("2026-11-25", "Gift 6 d late"),
        ("2026-12-03", "Gift 14 d late; Greeting due"),
        ("2026-12-05", "Gift 16 d late; Greeting 2 d late"),
        ("2026-12-07", None),
    ],
)
def test_how_long_a_birthday_is_told(store: Store, add: Add, person: str, today: str, todo: str | None) -> None:
    birthday(add, person)
    assert [told(line)["todo"] for line in lines(store, today)] == ([todo] if todo else [])


def test_a_free_day_moves_the_lead_and_says_so(store: Store, add: Add, person: str) -> None:
    birthday(add, person, day=5)
    assert told(lines(store, "2026-11-20")[0])["todo"] == "Gift due (Sat 21 Nov is a day off)"
    rest = RestDays(free={date(2026, 11, 20): "Founders' Day", date(2026, 11, 21): "Founders' Day"})
    [line] = lines(store, "2026-11-19", Practice(rest=rest))
    assert told(line)["todo"] == "Gift due (Sat 21 Nov is a day off: Founders' Day)"


def test_a_birthday_in_january_is_told_in_december(store: Store, add: Add, person: str) -> None:
    day = birthday(add, person, month=1, day=3)
    [line] = lines(store, "2026-12-18")
    assert (line.due, told(line)["todo"]) == (date(2027, 1, 3), "Gift due (Sun 20 Dec is a day off)")
    about = {"person_id": person, "occasion_id": day, "done_at": "2026-12-18T02:00:00Z"}
    add("care", **about, year=2027, act="gift")
    assert [told(line)["todo"] for line in lines(store, "2026-12-20")] == ["Greeting from Thu 31 Dec"]
    add("care", **about, year=2027, act="greeting", skipped=True, text="on leave")
    assert lines(store, "2026-12-20") == []


def test_what_was_done_last_year_counts_not_this_year(store: Store, add: Add, person: str) -> None:
    day = birthday(add, person)
    for act in ("gift", "greeting"):
        add("care", person_id=person, occasion_id=day, year=2025, act=act, done_at="2025-12-01T02:00:00Z")
    assert len(lines(store, "2026-11-25")) == 1


def test_nobody_who_left_or_was_removed_is_told_of(store: Store, add: Add, account: str, person: str) -> None:
    birthday(add, person)
    gone = add("person", name="Li", account_id=account, left_on=date(2026, 1, 1))
    birthday(add, gone)
    assert [told(line)["who"] for line in lines(store, "2026-11-25")] == ["Wang"]
    with store.action("x") as change:
        change.remove("person", person)
    assert lines(store, "2026-11-25") == []


def test_memorial_days_government_and_unknown_days(store: Store, add: Add, account: str, person: str) -> None:
    birthday(add, person, kind="memorial", day=1)
    official = add("person", name="Zhang", account_id=account, government=True)
    birthday(add, official, day=2)
    birthday(add, person, day=None)
    found = [(told(line).get("todo"), told(line).get("know")) for line in lines(store, "2026-11-30")]
    assert found == [
        ("no congratulations, no gift", None),
        ("ask which day it is", None),
        ("Greeting due (Sun 29 Nov is a day off)", "⚠ government: no gift"),
    ]


def test_a_lunar_birthday_in_reach_names_both_days(store: Store, add: Add, person: str) -> None:
    birthday(add, person, month=10, day=20, calendar="lunar")
    use_language("zh")
    [line] = lines(store, "2026-11-20")
    # the twentieth of the tenth lunar month of 2026
    assert line.due == date(2026, 11, 28) and "农历十月二十" in told(line)["what"]


# --- contracts and budgets -----------------------------------------------------------------------------------------


@pytest.fixture
def contract(add: Add, account: str) -> str:
    return add("occasion", account_id=account, kind="contract_end", month=1, day=18, year=2027, label="Frame contract")


def test_a_contract_calls_for_a_talk(store: Store, account: str, contract: str) -> None:
    [line] = lines(store, "2026-11-21")
    assert told(line) == {
        "when": "Mon 18 Jan", "account": "Huawei", "what": "Frame contract",
        "todo": "contract ends in 58 d: renewal talk",
    }  # fmt: skip
    assert (line.noun, line.record_id, line.state, line.level) == ("occasion", contract, "due", "")
    assert lines(store, "2026-10-19") == []
    assert told(lines(store, "2027-01-20")[0])["todo"] == "contract ended 2 d ago: renewal talk"
    assert lines(store, "2027-01-20")[0].state == "overdue"
    # it does not come again a year later
    assert lines(store, "2027-11-21") == []


@pytest.mark.parametrize("by", ["touch", "follow_up", "note", "renewal", "other", "earlier", "done", "won", "later"])
def test_what_closes_a_talk(
    store: Store, add: Add, account: str, contract: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # when something was written down says nothing: a whole book may have come in today
    monkeypatch.setattr("karep.db.store.moment", lambda: "2026-11-20T02:00:00.000Z")
    if by == "touch":
        add("touch", account_id=account, at="2026-11-20T02:00:00Z", kind="call", summary="续约条件谈了")
    elif by == "earlier":
        add("touch", account_id=account, at="2026-11-18T02:00:00Z", kind="call", summary="renewal")
    elif by == "other":
        add("touch", account_id=account, at="2026-11-20T02:00:00Z", kind="call", summary="delivery")
    elif by == "done":
        done = {"due": date(2026, 7, 1), "done_at": "2026-07-02T02:00:00Z"}
        add("follow_up", account_id=account, what="renewal: send the contract", **done)
    elif by == "won":
        deal = add("opportunity", account_id=account, name="Last", kind="renewal", stage="S8", status="won")
        add("touch", account_id=account, opportunity_id=deal, at="2026-11-20T02:00:00Z", kind="visit")
        add("follow_up", account_id=account, opportunity_id=deal, what="call", due=date(2026, 12, 1))
    elif by == "later":
        add("touch", account_id=account, at="2026-11-22T02:00:00Z", kind="call", summary="renewal")
    elif by == "renewal":
        deal = add("opportunity", account_id=account, name="Next", kind="renewal", stage="S4")
        add("touch", account_id=account, opportunity_id=deal, at="2026-11-20T02:00:00Z", kind="visit")
    elif by == "note":
        about = {"account_id": account, "occasion_id": contract, "year": 2027}
        add("care", **about, act="talk", done_at="2026-11-20T02:00:00Z")
    else:
        add("follow_up", account_id=account, what="Renewal talk", due=date(2026, 12, 1))
    closed = by not in ("other", "earlier", "done", "won", "later")
    assert len(lines(store, "2026-11-21")) == (0 if closed else 1)
    if closed:
        assert len(lines(store, "2026-12-18")) == 1, "the next lead asks anew"


def test_a_contract_that_is_left_out_comes_no_more(store: Store, add: Add, account: str, contract: str) -> None:
    about = {"account_id": account, "occasion_id": contract, "act": "talk", "done_at": "2026-11-20T02:00:00Z"}
    add("care", **about, year=2027, skipped=True, text="plant closes")
    days = ("2026-12-18", "2027-01-20")
    assert [one for day in days for one in lines(store, day) if one.noun == "occasion"] == []


def test_a_budget_comes_every_year(store: Store, add: Add, account: str) -> None:
    add("occasion", account_id=account, kind="budget", month=12, day=22)
    assert told(lines(store, "2026-11-25")[0])["todo"] == "budget is decided in 27 d: make sure we are in it"
    assert told(lines(store, "2027-11-25")[0])["todo"] == "budget is decided in 27 d: make sure we are in it"


# --- festivals -----------------------------------------------------------------------------------------------------


def test_spring_festival_counts_the_key_accounts(store: Store, add: Add, account: str, person: str) -> None:
    other = add("account", name="Steel", tier="gold")
    add("account", name="None"), add("account", name="Lost", tier="vip", status="lost")
    [line] = lines(store, "2027-01-19")
    assert (line.noun, line.record_id, line.due, line.state) == (
        "festival", "spring_festival", date(2027, 2, 6), "due",
    )  # fmt: skip
    assert told(line)["what"] == "Spring Festival in 18 d" and told(line)["todo"] == "Service visit 2, 0 done"
    about = {"festival": "spring_festival", "year": 2027, "act": "visit", "done_at": "2027-01-19T02:00:00Z"}
    add("care", account_id=account, **about)
    assert told(lines(store, "2027-01-25")[0])["todo"] == "Service visit 2, 1 done; Gift 2, 0 done"
    add("care", account_id=other, **about, skipped=True, text="closed")
    assert lines(store, "2027-01-19") == []
    festival = find_festival("spring_festival", None, date(2027, 1, 25), USUAL)
    assert festival is not None
    counts = festival_totals(store.connection, festival, on("2027-01-25"), USUAL)
    assert counts == {"visit": (2, 2), "gift": (2, 0), "greeting": (2, 0)}
    rows = read_festival(store.connection, festival, on("2027-01-25"), USUAL, words="", limit=10)
    assert [(row.account_name, row.person_name) for row in rows] == [("Huawei", "Wang"), ("Steel", "")]


def test_who_was_met_since_the_lead_was_visited(
    store: Store, add: Add, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("account", name="Steel", tier="gold")
    # the visit's lead is 15 January, for the 16th is a Saturday; it begins at 16:00 UTC the day before
    early = add("touch", account_id=account, at="2027-01-14T15:00:00Z", kind="visit")
    assert told(lines(store, "2027-01-19")[0])["todo"] == "Service visit 2, 0 done"
    with store.action("x") as change:
        change.change("touch", early, {"at": "2027-01-14T17:00:00Z"})
    assert told(lines(store, "2027-01-19")[0])["todo"] == "Service visit 2, 1 done"
    # so it is in a book with more key accounts than are looked at one by one
    monkeypatch.setattr("karep.reports.care_festivals.COUNTED", 1)
    assert told(lines(store, "2027-01-19")[0])["todo"] == "Service visit 2, 1 done"
    about = {"festival": "spring_festival", "year": 2027, "act": "visit", "done_at": "2027-01-19T02:00:00Z"}
    add("care", account_id=account, **about)
    assert told(lines(store, "2027-01-19")[0])["todo"] == "Service visit 2, 1 done"


def test_consumer_rights_day_proposes_visits_to_every_key_account(store: Store, account: str) -> None:
    found = {line.record_id: told(line)["todo"] for line in lines(store, "2027-02-23")}
    assert found == {"consumer_rights": "Service visit 1, 0 done"}


def test_a_festival_ends_with_its_day(store: Store, account: str) -> None:
    assert [one.record_id for one in lines(store, "2026-10-18")] == ["double_ninth"]
    assert lines(store, "2026-10-19") == []


def test_festivals_without_key_accounts_are_not_told(store: Store, add: Add) -> None:
    add("account", name="None")
    assert lines(store, "2027-01-25") == []


def test_qingming_says_that_nobody_is_congratulated(store: Store, account: str) -> None:
    [line] = [one for one in lines(store, "2027-04-03") if one.record_id == "qingming"]
    assert told(line)["todo"] == "no congratulations, no gift"


def test_own_days_are_for_their_industry(store: Store, add: Add) -> None:
    add("account", name="Mill", tier="gold", industry="steel")
    add("account", name="Shop", tier="gold", industry="retail")
    own = DaySettings(own=(OwnDay("own:Steel day", "Steel day", 11, 26, industry="steel"),))
    [line] = lines(store, "2026-11-24", Practice(days=own))
    assert told(line) == {
        "when": "Thu 26 Nov", "what": "Steel day in 2 d", "who": "steel", "todo": "Greeting 1, 0 done"
    }  # fmt: skip


def test_festivals_belong_to_countries(store: Store, add: Add, account: str) -> None:
    for name, country in (("Mill", "United States"), ("Hafen", "Germany"), ("荣成", "中国"), ("港口", "Hong Kong")):
        add("account", name=name, tier="gold", country=country)

    def total(key: str, day: str) -> int:
        festival = find_festival(key, None, date.fromisoformat(day), USUAL)
        assert festival is not None
        counts = festival_totals(store.connection, festival, on(day), USUAL)
        rows = read_festival(store.connection, festival, on(day), USUAL, words="", limit=10)
        assert len(rows) == counts["greeting"][0]
        return len(rows)

    # Huawei has no country: it is taken for one at home
    found = [total("spring_festival", "2027-01-25"), total("christmas", "2026-12-22"), total("new_year", "2026-12-30")]
    assert found == [3, 2, 5] and total("thanksgiving", "2026-11-24") == 1
    assert [one.part("todo") for one in lines(store, "2026-11-24")] == ["Greeting 1, 0 done"]


def test_the_counts_of_a_large_book_know_countries_too(
    store: Store, add: Add, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    abroad = add("account", name="Mill", tier="gold", country="USA")
    about = {"festival": "spring_festival", "year": 2027, "act": "greeting", "done_at": "2027-01-19T02:00:00Z"}
    add("care", account_id=abroad, **about)
    add("touch", account_id=abroad, at="2027-01-19T02:00:00Z", kind="visit")
    monkeypatch.setattr("karep.reports.care_festivals.COUNTED", 0)
    festival = find_festival("spring_festival", None, date(2027, 1, 25), USUAL)
    assert festival is not None
    counts = festival_totals(store.connection, festival, on("2027-01-25"), USUAL)
    assert counts == {"visit": (1, 0), "gift": (1, 0), "greeting": (1, 0)}


@pytest.mark.parametrize("counted", [1000, 0])
def test_what_lies_after_the_rep_s_day_has_not_happened(
    store: Store, add: Add, account: str, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karep.reports.care_festivals.COUNTED", counted)
    add("touch", account_id=account, at="2027-01-28T02:00:00Z", kind="visit")
    about = {"festival": "spring_festival", "year": 2027, "act": "gift", "done_at": "2027-01-28T02:00:00Z"}
    add("care", account_id=account, **about)
    festival = find_festival("spring_festival", None, date(2027, 1, 25), USUAL)
    assert festival is not None
    done = {
        day: {act: count[1] for act, count in festival_totals(store.connection, festival, on(day), USUAL).items()}
        for day in ("2027-01-25", "2027-01-28")
    }
    assert done["2027-01-25"] == {"visit": 0, "gift": 0, "greeting": 0}
    assert done["2027-01-28"] == {"visit": 1, "gift": 1, "greeting": 0}


# --- no gifts ------------------------------------------------------------------------------------------------------


def test_who_wants_no_gifts_is_proposed_none(store: Store, add: Add, account: str, person: str) -> None:
    birthday(add, person)
    add("preference", person_id=person, kind="gift", text="不收礼，退回过", privacy="internal")
    assert lines(store, "2026-11-25")[0].part("todo") == "Greeting from Mon 30 Nov"
    assert lines(store, "2026-11-25")[0].part("know") == "no gifts: 不收礼，退回过"
    festival = find_festival("spring_festival", None, date(2027, 1, 25), USUAL)
    assert festival is not None and "gift" not in festival_totals(store.connection, festival, on("2027-01-25"), USUAL)


def test_what_is_sensitive_decides_and_is_not_said(store: Store, add: Add, person: str) -> None:
    day = birthday(add, person)
    add("preference", person_id=person, kind="taboo", text="no gifts, zqsecret", privacy="sensitive")
    assert lines(store, "2026-11-25")[0].part("know") == "no gifts: see the person's page"
    read = read_day(store.connection, day, None, on("2026-11-25"), USUAL)
    assert read is not None and [step.act for step in read.cared.steps] == ["greeting"]


@pytest.mark.parametrize("by", ["kind", "people"])
def test_nothing_is_proposed_for_a_part_of_the_state(store: Store, add: Add, by: str) -> None:
    hospital = add("account", name="Hospital", tier="gold", kind="事业单位" if by == "kind" else "other")
    for name in ("Wang", "Li"):
        add("person", name=name, account_id=hospital, government=by == "people")
    add("occasion", account_id=hospital, kind="anniversary", month=12, day=3)
    [line] = lines(store, "2026-11-25")
    assert (line.part("todo"), line.part("know")) == ("Greeting from Mon 30 Nov", "⚠ government: no gift")


# --- budgets of which only the month is known ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "todo"),
    [
        ("2026-10-20", "budget is decided next month: make sure we are in it"),
        ("2026-11-22", "budget is decided this month: make sure we are in it"),
        ("2026-11-30", "budget is decided this month: make sure we are in it"),
        ("2026-12-10", "budget was decided last month: ask how it turned out"),
    ],
)
def test_a_month_is_not_over_before_it_ends(store: Store, add: Add, account: str, today: str, todo: str) -> None:
    day = add("occasion", account_id=account, kind="budget", month=11)
    line = next(one for one in lines(store, today) if one.noun == "occasion")
    assert (line.part("todo"), line.state) == (todo, "coming")
    read = read_day(store.connection, day, None, on(today), USUAL)
    assert read is not None and [step.state for step in read.cared.steps] == ["due"]


def test_what_is_late_says_on_which_day_it_was_due(store: Store, add: Add, person: str) -> None:
    # two weeks before is Sunday 10 January
    birthday(add, person, month=1, day=24)
    [line] = [one for one in lines(store, "2027-01-20") if one.noun == "occasion"]
    assert line.part("todo") == "Gift 12 d late (due Fri 8 Jan; Sun 10 Jan is a day off)"
    use_language("zh")
    [line] = [one for one in lines(store, "2027-01-20") if one.noun == "occasion"]
    assert line.part("todo") == "礼品晚了 12 天（本应1月8日 周五；1月10日 周日休息，提前）"


# --- one day, one person -------------------------------------------------------------------------------------------


def test_a_day_is_read_with_what_is_to_be_done(
    store: Store, add: Add, account: str, person: str, contract: str
) -> None:
    day = read_day(store.connection, birthday(add, person), None, on("2026-11-25"), USUAL)
    assert day is not None and day.on == date(2026, 12, 3)
    assert [(step.act, step.state) for step in day.cared.steps] == [("gift", "late"), ("greeting", "ahead")]
    end = read_day(store.connection, contract, None, on("2026-11-21"), USUAL)
    assert end is not None and (end.cared.person_name, end.cared.steps[0].state) == ("Wang", "due")
    step = add("follow_up", account_id=account, what="meet", due=date(2026, 12, 1))
    about = {"account_id": account, "occasion_id": contract, "year": 2027, "done_at": "2026-11-21T02:00:00Z"}
    add("care", **about, act="talk", follow_up_id=step)
    planned = read_day(store.connection, contract, None, on("2026-11-21"), USUAL)
    assert planned is not None and planned.cared.steps[0].state == "planned"
    assert read_day(store.connection, "nothing", None, on("2026-11-21"), USUAL) is None


def test_what_is_known_puts_the_gifts_against_the_limit(store: Store, add: Add, account: str, person: str) -> None:
    for year, item, value in ((2025, "tea", 100_00), (2026, "book", 80_00), (2026, "pen", 50_00)):
        add("gift", person_id=person, account_id=account, given_on=date(year, 5, 1), item=item, value=value)
    add("preference", person_id=person, kind="gift", text="green tea", privacy="internal")
    known = read_known(store.connection, person, account, date(2026, 11, 20), USUAL_ALLOWANCE)
    assert [one.item for one in known.gifts][-1] == "tea" and known.total and known.total.counted == 130_00
    assert [one.text for one in known.likes] == ["green tea"]
    whole = read_known(store.connection, "", account, date(2026, 11, 20), USUAL_ALLOWANCE)
    assert len(whole.gifts) == 3 and whole.total is None


def test_hostile_texts_are_only_words(store: Store) -> None:
    with store.action("x") as change:
        fill(change, [text for text in OURS if text.strip()])
    found = lines(store, "2026-11-21")
    assert len([one for one in found if one.noun == "occasion"]) == len([text for text in OURS if text.strip()])
