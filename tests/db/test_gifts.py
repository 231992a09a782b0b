"""Gifts in the store: refused, approved, changed, taken back; totals, last gifts, the timeline, two who become one."""

from datetime import date
from typing import Any

import pytest

from karep.db import care, errors, gifts, journal, merging, occasions, people
from karep.db.store import Store
from karep.db.views.care import list_festival_care
from karep.db.views.gifts import (
    get_gift,
    get_recipients,
    gift_totals,
    last_gifts,
    list_gifts,
    year_values,
)
from karep.db.views.timeline import count_timeline, list_timeline
from karep.reports.gift_words import gift_day_words
from karep.rules.festivals import OwnDay
from karep.rules.gifts import Allowance
from tests.hostile import OURS

from .conftest import Do

LIMIT = Allowance(500_00, "CNY")


def gift(person: str | None, value: int | None = 100_00, **more: Any) -> dict[str, Any]:
    return {"person_id": person, "item": "茶", "value": value, "currency": "CNY", "given_on": "2026-02-10", **more}


def add(do: Do, person: str | None, value: int | None = 100_00, **more: Any) -> str:
    return str(do(gifts.add_gift, gift(person, value, **more), LIMIT))


def test_a_gift_belongs_to_the_account_of_its_person(do: Do, store: Store, account: str, person: str) -> None:
    gift_id = add(do, person, item="龙井", festival="spring_festival")
    found = get_gift(store.connection, gift_id)
    assert found is not None
    assert (found.account_id, found.person_name, found.item, found.year) == (account, "王建国", "龙井", 2026)
    assert list_gifts(store.connection, account_id=account) == list_gifts(store.connection, person_id=person) == [found]
    assert list_gifts(store.connection, year=2025) == []


def test_an_account_can_be_given_something_and_nobody_cannot(do: Do, store: Store, account: str) -> None:
    gift_id = add(do, None, 9_000_00, account_id=account, item="dinner", kind="invitation")
    assert [one.id for one in list_gifts(store.connection, account_id=account)] == [gift_id]
    with pytest.raises(errors.Refused) as refused:
        add(do, None)
    assert refused.value.field == "person_id"


def test_over_the_limit_is_stored_only_with_a_name(do: Do, store: Store, person: str) -> None:
    add(do, person, 400_00)
    with pytest.raises(errors.Refused, match=r"¥501.*¥500.*王建国") as refused:
        add(do, person, 101_00, given_on="2026-12-31")
    assert refused.value.field == "approver" and len(list_gifts(store.connection)) == 1
    add(do, person, 101_00, given_on="2026-12-31", approver="赵总")
    add(do, person, 400_00, given_on="2027-01-01")
    assert gift_totals(store.connection, [person], 2026) == {person: 501_00}
    assert gift_totals(store.connection, [person], 2027) == {person: 400_00}


def test_a_person_can_have_a_limit_of_their_own(do: Do, person: str) -> None:
    do(people.change_person, person, {"gift_limit": 50_00})
    with pytest.raises(errors.Refused, match="¥50 "):
        add(do, person, 51_00)
    do(people.change_person, person, {"gift_limit": 2_000_00})
    add(do, person, 1_999_00)


def test_whoever_serves_the_state_needs_approval(do: Do, store: Store, person: str) -> None:
    do(people.change_person, person, {"government": True})
    assert get_recipients(store.connection, [person])[person].government is True
    with pytest.raises(errors.Refused, match="serves the state"):
        add(do, person, 1)
    with pytest.raises(errors.Refused):
        add(do, person, None, kind="invitation", approver="?")
    add(do, person, 1, approver="合规部")


@pytest.mark.parametrize("item", ["购物卡", "a gift card", "红包"])
def test_cash_is_refused_whoever_approves(do: Do, store: Store, person: str, item: str) -> None:
    with pytest.raises(errors.Refused, match="as good as cash") as refused:
        add(do, person, 1, item=item, approver="赵总")
    assert refused.value.field == "item" and list_gifts(store.connection) == []
    gift_id = add(do, person, 1)
    with pytest.raises(errors.Refused):
        do(gifts.change_gift, gift_id, {"item": item}, LIMIT)


def test_other_currencies_stand_apart(do: Do, store: Store, person: str) -> None:
    add(do, person, 400_00)
    add(do, person, 900_00, currency="usd")
    add(do, person, None)
    add(do, person, 50_00, currency=None)
    assert gift_totals(store.connection, [person], 2026) == {person: 450_00}
    assert gift_totals(store.connection, [person], 2026, "USD") == {person: 950_00}
    assert len(year_values(store.connection, person, 2026)) == 4


def test_a_later_gift_does_not_forbid_changing_an_earlier_one(do: Do, store: Store, person: str) -> None:
    first = add(do, person, 300_00)
    add(do, person, 300_00, approver="赵总")
    do(gifts.change_gift, first, {"item": "龙井", "note": "x"}, LIMIT)
    do(gifts.change_gift, first, {"value": 200_00}, LIMIT)
    do(gifts.change_gift, first, {"given_on": "2026-03-01"}, LIMIT)
    with pytest.raises(errors.Refused):
        do(gifts.change_gift, first, {"value": 250_00}, LIMIT)
    with pytest.raises(errors.Refused):
        do(gifts.change_gift, first, {"approver": None, "value": 250_00, "item": "x"}, LIMIT)
    found = get_gift(store.connection, first)
    assert found is not None and (found.value, found.item, found.given_on) == (200_00, "龙井", "2026-03-01")


def test_losing_the_approver_or_moving_to_another_is_judged_anew(do: Do, account: str, person: str) -> None:
    add(do, person, 400_00)
    second = add(do, person, 300_00, approver="赵总")
    with pytest.raises(errors.Refused):
        do(gifts.change_gift, second, {"approver": None}, LIMIT)
    official = do(people.add_person, {"name": "何科长", "account_id": account, "government": True})
    third = add(do, person, 1, given_on="2025-01-01")
    with pytest.raises(errors.Refused, match="何科长"):
        do(gifts.change_gift, third, {"person_id": official}, LIMIT)
    with pytest.raises(errors.Refused):
        do(gifts.change_gift, third, {"person_id": None, "account_id": None}, LIMIT)


def test_what_was_taken_out_no_longer_counts_and_undo_restores(do: Do, store: Store, person: str) -> None:
    gift_id = add(do, person, 400_00)
    do(gifts.remove_gift, gift_id)
    assert gift_totals(store.connection, [person], 2026) == {} and get_gift(store.connection, gift_id) is None
    journal.undo(store)
    assert gift_totals(store.connection, [person], 2026) == {person: 400_00}
    journal.undo(store)
    assert list_gifts(store.connection) == []
    with pytest.raises(errors.NotFound):
        do(gifts.change_gift, "nowhere", {"item": "x"}, LIMIT)
    with pytest.raises(errors.NotFound):
        do(gifts.remove_gift, "nowhere")


def cares(store: Store) -> list[tuple[str, str]]:
    rows = store.connection.execute("SELECT festival, gift_id FROM care WHERE removed_at IS NULL ORDER BY festival")
    return [(row[0], row[1]) for row in rows]


def test_the_day_that_it_was_for_is_done_with_it(do: Do, store: Store, person: str) -> None:
    first = add(do, person, festival="spring_festival")
    assert cares(store) == [("spring_festival", first)]
    second = add(do, person, festival="spring_festival", given_on="2026-02-12")
    assert cares(store) == [("spring_festival", second)]
    do(gifts.remove_gift, second)
    assert cares(store) == [("spring_festival", first)]
    do(gifts.change_gift, first, {"festival": "lantern"}, LIMIT)
    assert cares(store) == [("lantern", first)]
    do(gifts.change_gift, first, {"festival": None}, LIMIT)
    assert cares(store) == []
    journal.undo(store)
    assert cares(store) == [("lantern", first)]


def test_the_last_gifts_of_many_are_read_at_once(do: Do, store: Store, account: str, person: str) -> None:
    other = do(people.add_person, {"name": "李敏", "account_id": account})
    days = [f"2026-0{month}-01" for month in range(1, 6)]
    for day in days:
        add(do, person, 1, given_on=day, item=day)
    add(do, other, 1, given_on="2025-01-01", item="pen")
    found = last_gifts(store.connection, [person, other, "nobody"], 2)
    assert {who: [one.item for one in given] for who, given in found.items()} == {
        person: ["2026-05-01", "2026-04-01"],
        other: ["pen"],
    }
    assert found[other][0].person_name == "李敏"


def test_gifts_stand_in_the_timeline_and_their_words_are_private(
    do: Do, store: Store, account: str, person: str
) -> None:
    gift_id = add(do, person, item="月饼", note="送到前台", given_on="2026-09-20")
    for of, subject in (("account", account), ("person", person)):
        [one] = list_timeline(store.connection, subject, of=of, group="gifts")
        assert (one.key, one.title, one.people[0][1]) == (f"gift:{gift_id}", "月饼", "王建国")
        assert list_timeline(store.connection, subject, of=of, words="月饼")
        assert list_timeline(store.connection, subject, of=of, words="前台")
        assert not list_timeline(store.connection, subject, of=of, words="月饼", private=False)
    do(gifts.remove_gift, gift_id)
    assert "gifts" not in count_timeline(store.connection, account)


def test_two_who_become_one_keep_all_gifts(do: Do, store: Store, account: str, person: str) -> None:
    other = do(people.add_person, {"name": "王建国 (2)", "account_id": account, "government": True, "gift_limit": 9_00})
    add(do, person, 100_00)
    add(do, other, 1_00, item="pen", approver="赵总")
    do(merging.merge_people, person, other, {})
    assert {one.item for one in list_gifts(store.connection, person_id=person)} == {"茶", "pen"}
    assert gift_totals(store.connection, [person], 2026) == {person: 101_00}
    kept = get_recipients(store.connection, [person])[person]
    assert (kept.government, kept.gift_limit) == (True, 9_00), "whoever served the state still does"
    journal.undo(store)
    assert len(list_gifts(store.connection, person_id=other)) == 1


@pytest.mark.parametrize("text", [one for one in OURS if "\ud800" not in one])
def test_any_text_can_be_an_item(do: Do, store: Store, person: str, text: str) -> None:
    gift_id = add(do, person, 1, item=text[:200], note=text, approver=text[:100], festival=text[:50])
    found = get_gift(store.connection, gift_id)
    assert found is not None and found.note is not None
    assert last_gifts(store.connection, [person])[person][0].id == gift_id
    assert date.fromisoformat(found.given_on)


def test_a_gift_is_told_with_the_year_of_the_day_that_it_was_for(do: Do, store: Store, person: str) -> None:
    own = (OwnDay("own:Kiln day", "Kiln day", 1, 9),)
    born = do(occasions.add_occasion, {"kind": "birthday", "month": 1, "day": 3, "person_id": person})
    for about in ({"festival": "spring_festival"}, {"festival": "own:Kiln day"}, {"occasion_id": born}, {}):
        do(gifts.add_gift, gift(person, 10_00, given_on="2026-12-23", **about), LIMIT, own)
    found = sorted(gift_day_words(one) for one in list_gifts(store.connection))
    assert found == ["2026-12", "Birthday 2027", "Kiln day 2027", "Spring Festival 2027"]
    assert [one.year for one in last_gifts(store.connection, [person])[person]] == [2026] * 3
    [day] = [one for one in list_gifts(store.connection) if one.festival == "spring_festival"]
    [note] = list_festival_care(store.connection, "spring_festival", 2027)
    assert (note.gift_id, note.done_at[:10]) == (day.id, "2026-12-23")
    # what was stored without a note is told by the same rule
    do(care.remove_care, note.id)
    assert gift_day_words(get_gift(store.connection, day.id) or day) == "Spring Festival 2027"


def test_the_other_gift_for_the_same_day_takes_its_place(do: Do, store: Store, person: str) -> None:
    first = add(do, person, 10_00, given_on="2026-12-23", festival="spring_festival")
    second = add(do, person, 10_00, given_on="2027-01-20", festival="spring_festival")
    do(gifts.remove_gift, second)
    [note] = list_festival_care(store.connection, "spring_festival", 2027)
    assert note.gift_id == first
