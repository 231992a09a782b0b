"""Care is noted, planned, left out and taken back; what it is for counts it once."""

from __future__ import annotations

from datetime import date

import pytest

from karep.db import accounts, care, errors, follow_ups, journal, occasions, people, touches
from karep.db.store import Store
from karep.db.views import care as views
from tests.db.conftest import Content, Do

BIRTHDAY = {"kind": "birthday", "month": 12, "day": 5, "year": 1971}


@pytest.fixture
def day(do: Do, person: str) -> str:
    return str(do(occasions.add_occasion, {**BIRTHDAY, "person_id": person}))


def noted(store: Store, day: str) -> list[views.Care]:
    return views.list_occasion_care(store.connection, [day])


def test_a_greeting_is_a_contact_in_one_action(store: Store, do: Do, account: str, person: str, day: str) -> None:
    about = {"account_id": account, "person_id": person, "occasion_id": day, "year": 2026}
    values = {**about, "act": "greeting", "channel": "call", "text": "生日快乐"}
    do(care.note_care, values, touch={"purpose": "Greeting"})
    [one] = noted(store, day)
    assert (one.state, one.channel, one.text, one.person_name) == ("done", "call", "生日快乐", "王建国")
    [touch] = store.connection.execute("SELECT id, kind, purpose, summary, account_id, at FROM touch").fetchall()
    assert touch[1:5] == ("call", "Greeting", None, account) and touch[0] == one.touch_id, "the words stay in the note"
    assert touch[5] == one.done_at
    assert store.connection.execute("SELECT person_id FROM attendance").fetchall() == [(person,)]
    journal.undo(store)
    assert noted(store, day) == []
    assert store.connection.execute("SELECT count(*) FROM touch WHERE removed_at IS NULL").fetchone() == (0,)


def test_a_greeting_without_a_touch_logs_none(store: Store, do: Do, account: str, day: str) -> None:
    do(care.note_care, {"account_id": account, "occasion_id": day, "year": 2026, "act": "greeting"})
    assert store.connection.execute("SELECT count(*) FROM touch").fetchone() == (0,)


def test_somebody_without_an_account_is_greeted_too(store: Store, do: Do) -> None:
    loose = do(people.add_person, {"name": "李敏"})
    day = do(occasions.add_occasion, {**BIRTHDAY, "person_id": loose})
    do(care.note_care, {"person_id": loose, "occasion_id": day, "year": 2026, "act": "greeting"}, touch={})
    assert [one.state for one in noted(store, day)] == ["done"]


def test_the_same_act_is_noted_once(store: Store, do: Do, account: str, day: str) -> None:
    about = {"account_id": account, "occasion_id": day, "year": 2026}
    do(care.skip_care, about, ["greeting"], "on leave")
    first = do(care.note_care, {**about, "act": "greeting", "text": "one"})
    second = do(care.note_care, {**about, "act": "greeting", "text": "two"})
    assert first == second
    assert [(one.text, one.skipped) for one in noted(store, day)] == [("two", False)]
    do(care.note_care, {**about, "act": "greeting", "year": 2027})
    assert [one.year for one in noted(store, day)] == [2027, 2026]


def test_two_people_of_an_account_are_greeted_apart(store: Store, do: Do, account: str, person: str) -> None:
    other = do(people.add_person, {"name": "李敏", "account_id": account})
    about = {"account_id": account, "festival": "spring_festival", "year": 2027, "act": "greeting"}
    for one in (person, other, person):
        do(care.note_care, {**about, "person_id": one})
    found = views.list_festival_care(store.connection, "spring_festival", 2027)
    assert sorted(one.person_name or "" for one in found) == ["李敏", "王建国"]
    assert views.festival_counts(store.connection, "spring_festival", 2027) == {"greeting": 1}


def test_leaving_out_needs_a_reason(do: Do, account: str, day: str, content: Content) -> None:
    about = {"account_id": account, "occasion_id": day, "year": 2026}
    with pytest.raises(errors.Refused, match="Say why"):
        do(care.skip_care, about, ["gift"], "  ")
    [left] = do(care.skip_care, about, ["gift"], " compliance ")
    assert left


@pytest.mark.parametrize("both", [True, False])
def test_care_is_for_one_day(do: Do, account: str, day: str, both: bool) -> None:
    for_what = {"occasion_id": day, "festival": "mid_autumn"} if both else {}
    with pytest.raises(errors.Refused, match="say which day"):
        do(care.note_care, {"account_id": account, "year": 2026, "act": "greeting", **for_what})


def test_what_is_planned_is_done_with_its_follow_up(store: Store, do: Do, account: str, day: str) -> None:
    about = {"account_id": account, "occasion_id": day, "year": 2026, "act": "visit"}
    step = do(follow_ups.add_follow_up, {"account_id": account, "what": "visit", "due": date(2026, 11, 27)})
    do(care.note_care, {**about, "follow_up_id": step})
    assert [(one.state, one.planned_for) for one in noted(store, day)] == [("planned", "2026-11-27")]
    do(follow_ups.finish_follow_up, step)
    assert [one.state for one in noted(store, day)] == ["done"]


def test_noting_what_was_planned_finishes_the_plan(store: Store, do: Do, account: str, day: str) -> None:
    about = {"account_id": account, "occasion_id": day, "year": 2026, "act": "visit"}
    step = do(follow_ups.add_follow_up, {"account_id": account, "what": "visit", "due": date(2026, 11, 27)})
    do(care.note_care, {**about, "follow_up_id": step})
    do(care.note_care, {**about, "channel": "visit"}, touch={})
    [one] = noted(store, day)
    row = store.connection.execute("SELECT done_at IS NOT NULL, done_touch_id FROM follow_up").fetchone()
    assert one.state == "done" and row == (1, one.touch_id)


def test_a_removed_plan_is_planned_no_more(store: Store, do: Do, account: str, day: str) -> None:
    step = do(follow_ups.add_follow_up, {"account_id": account, "what": "visit", "due": date(2026, 11, 27)})
    about = {"account_id": account, "occasion_id": day, "year": 2026, "act": "visit"}
    do(care.note_care, {**about, "follow_up_id": step})
    do(follow_ups.remove_follow_up, step)
    assert noted(store, day) == []


def test_a_reply_comes_later_and_removing_takes_the_contact_along(
    store: Store, do: Do, account: str, person: str, day: str
) -> None:
    about = {"account_id": account, "person_id": person, "occasion_id": day, "year": 2026}
    one = do(care.note_care, {**about, "act": "greeting", "text": "hello"}, touch={})
    do(care.change_care, one, {"reply": "thank you"})
    found = views.get_care(store.connection, one)
    assert found is not None and found.reply == "thank you"
    do(care.remove_care, one)
    assert views.get_care(store.connection, one) is None
    assert store.connection.execute("SELECT count(*) FROM touch WHERE removed_at IS NULL").fetchone() == (0,)
    journal.undo(store)
    assert views.get_care(store.connection, one) is not None
    do(touches.remove_touch, found.touch_id)
    do(care.remove_care, one)


def test_a_gift_is_noted_for_the_year_of_its_day(store: Store, do: Do, account: str, person: str) -> None:
    early = do(occasions.add_occasion, {"kind": "birthday", "month": 1, "day": 3, "person_id": person})
    values = {"account_id": account, "person_id": person, "kind": "gift", "item": "tea"}

    def given(change: object, **more: object) -> str:
        gift = change.add("gift", {**values, **more})  # type: ignore[attr-defined]
        care.note_gift(change, gift)  # type: ignore[arg-type]
        return str(gift)

    gift = do(given, occasion_id=early, given_on=date(2026, 12, 18))
    do(given, festival="spring_festival", given_on=date(2027, 1, 28))
    do(given, festival="spring_festival", given_on=date(2026, 2, 20))
    do(given, given_on=date(2026, 5, 5))
    assert [(one.act, one.year, one.gift_id) for one in noted(store, early)] == [("gift", 2027, gift)]
    years = [len(views.list_festival_care(store.connection, "spring_festival", year)) for year in (2026, 2027)]
    assert years == [1, 1]
    do(lambda change: change.remove("gift", gift))
    assert noted(store, early) == []


def test_the_last_greeting_is_one_for_the_same_day_if_there_is_one(
    store: Store, do: Do, account: str, person: str, day: str
) -> None:
    about = {"account_id": account, "person_id": person, "act": "greeting"}
    do(
        care.note_care,
        {**about, "festival": "mid_autumn", "year": 2025, "text": "moon", "done_at": "2025-10-06T01:00Z"},
    )
    do(care.note_care, {**about, "occasion_id": day, "year": 2025, "text": "cake", "done_at": "2025-12-05T01:00Z"})
    read = views.last_greeting
    assert read(store.connection, person_id=person).text == "cake"  # type: ignore[union-attr]
    assert read(store.connection, person_id=person, festival="mid_autumn").text == "moon"  # type: ignore[union-attr]
    assert read(store.connection, account_id=account, occasion_id=day).text == "cake"  # type: ignore[union-attr]
    assert read(store.connection, person_id="nobody") is None


def test_customers_come_by_tier_with_whoever_decides(store: Store, do: Do, account: str, person: str) -> None:
    do(people.add_person, {"name": "李敏", "account_id": account}, roles=["purchaser"])
    do(accounts.add_account, {"name": "Lost", "tier": "diamond", "status": "lost"})
    top = do(accounts.add_account, {"name": "Top", "tier": "diamond", "industry": "steel", "city": "Ulm"})
    do(accounts.add_account, {"name": "Plain"})
    do(people.add_person, {"name": "Left", "account_id": top, "left_on": "2026-01-01"}, roles=["decision_maker"])
    found = views.list_customers(store.connection)
    assert [(one.name, one.person_name) for one in found] == [("Top", ""), ("华为技术有限公司", "王建国")]
    assert [one.name for one in views.list_customers(store.connection, words="ulm")] == ["Top"]
    assert [one.name for one in views.list_customers(store.connection, industry="steel")] == ["Top"]
    assert views.count_customers(store.connection) == {"": 2}
    assert views.count_customers(store.connection, "steel") == {"": 1}


@pytest.mark.parametrize(("whose", "told"), [("person", None), ("account", "markzq"), ("nobody", None)])
def test_what_was_said_is_logged_only_where_it_is_nobodys_own_business(
    store: Store, do: Do, account: str, person: str, whose: str, told: str | None
) -> None:
    fields = {**BIRTHDAY, "account_id": account}
    if whose == "person":
        fields |= {"person_id": person}
    elif whose == "account":
        fields |= {"kind": "anniversary"}
    day = do(occasions.add_occasion, fields)
    about = {"account_id": account, "occasion_id": day, "year": 2026, "act": "greeting", "text": "markzq"}
    do(care.note_care, about, touch={"purpose": "Greeting"})
    assert store.connection.execute("SELECT purpose, summary FROM touch").fetchall() == [("Greeting", told)]
    assert [one.text for one in noted(store, day)] == ["markzq"]
