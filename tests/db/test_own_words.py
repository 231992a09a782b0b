"""Remarks and rewordings: stored, refused in sentences, taken back by one undo, and following their account."""

from __future__ import annotations

from typing import Any

import pytest

from karep.db import accounts, errors, journal, merging
from karep.db.remarks import add_remark, change_remark, remove_remark
from karep.db.rewordings import bring_back, leave_out, put_in_order, reword
from karep.db.store import Store
from karep.db.views.remarks import Remark, get_remark, list_remarks
from karep.db.views.rewordings import Rewording, get_rewording, list_left_out, list_rewordings
from karep.rules.line_keys import record_of

from .conftest import Content, Do, visible

WEEK = "2026-W47"
LINE = "activity/touch:0191"
OWN = {"period": WEEK, "part": "headline", "text": "成了"}


def lines(store: Store) -> dict[str, Rewording]:
    return {one.line: one for one in list_rewordings(store.connection, WEEK)}


def undone(store: Store, before: Content, after: Content) -> None:
    """The last action is taken back whole, and done again."""
    assert before != after
    journal.undo(store)
    assert visible(store) == before
    journal.redo(store)
    assert visible(store) == after


# --- remarks -----------------------------------------------------------------------------------------------------


def test_a_remark_is_stored_changed_and_removed_each_taken_back_by_undo(store: Store, do: Do, account: str) -> None:
    before = visible(store)
    one = do(add_remark, {**OWN, "part": "lessons", "lesson": "avoid", "stage": "S5", "account_id": account})
    added = visible(store)
    undone(store, before, added)
    do(change_remark, one, {"text": "两行\n!! 自己看", "privacy": "sensitive"})
    changed = visible(store)
    undone(store, added, changed)
    known = get_remark(store.connection, one)
    assert known is not None and (known.text, known.privacy, known.lesson) == ("两行\n!! 自己看", "sensitive", "avoid")
    do(remove_remark, one)
    undone(store, changed, visible(store))
    assert get_remark(store.connection, one) is None and list_remarks(store.connection, WEEK) == []


def test_remarks_are_listed_as_they_were_written(store: Store, do: Do) -> None:
    for number in range(3):
        do(add_remark, {**OWN, "text": str(number)})
    do(add_remark, {**OWN, "period": "2026-11"})
    assert [one.text for one in list_remarks(store.connection, WEEK)] == ["0", "1", "2"]


def test_a_period_is_stored_as_it_writes_itself(store: Store, do: Do) -> None:
    for typed, stored in (("2026-w47", WEEK), (" 2026-11 ", "2026-11"), ("2026-q4", "2026-Q4"), ("2026", "2026")):
        one = do(add_remark, {**OWN, "period": typed})
        known = get_remark(store.connection, one)
        assert known is not None and known.period == stored


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"period": "next week"}, "period", "“next week” is not a period"),
        ({"period": ""}, "period", "is not a period"),
        ({"text": "  "}, "text", "Text: must not be empty"),
        ({"part": "weather"}, "part", "must be one of"),
        ({"lesson": "worked"}, "lesson", "Only a lesson"),
        ({"stage": "S3"}, "stage", "Only a lesson"),
        ({"part": "lessons", "lesson": "luck"}, "lesson", "must be one of"),
        ({"part": "lessons", "stage": "S9"}, "stage", "must be one of"),
        ({"department": "technical"}, "department", "only where help is needed"),
        ({"privacy": "secret"}, "privacy", "must be one of"),
        ({"account_id": "nobody"}, "", "not in the store"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    store: Store, do: Do, values: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(errors.Refused, match=sentence) as refused:
        do(add_remark, {**OWN, **values})
    assert refused.value.field == field and str(refused.value).rstrip(".") != ""
    assert list_remarks(store.connection, WEEK) == []


def test_a_change_is_checked_against_what_the_remark_is(do: Do) -> None:
    one = do(add_remark, {**OWN, "part": "help", "department": "Legal"})
    with pytest.raises(errors.Refused, match="Only a lesson"):
        do(change_remark, one, {"stage": "S2"})
    with pytest.raises(errors.NotFound):
        do(change_remark, "nobody", {"text": "x"})
    with pytest.raises(errors.NotFound):
        do(remove_remark, "nobody")


def test_a_remark_follows_its_account_when_two_become_one(store: Store, do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "华为"})
    one = do(add_remark, {**OWN, "account_id": other})
    before = visible(store)
    do(merging.merge_accounts, account, other, {})
    undone(store, before, visible(store))
    known = get_remark(store.connection, one)
    assert known is not None and (known.account_id, known.account_name) == (account, "华为技术有限公司")


def test_a_remark_stays_when_its_account_is_removed(store: Store, do: Do, account: str) -> None:
    one = do(add_remark, {**OWN, "account_id": account})
    do(accounts.remove_account, account)

    def known() -> Remark:
        [found] = list_remarks(store.connection, WEEK)
        return found

    assert (known().id, known().account_id, known().account_name) == (one, None, None)
    do(change_remark, one, {"text": "still mine"})
    journal.undo(store)
    journal.undo(store)
    assert (known().account_id, known().text) == (account, "成了")


# --- rewordings --------------------------------------------------------------------------------------------------


def test_one_line_is_reworded_left_out_and_brought_back(store: Store, do: Do) -> None:
    assert do(bring_back, period=WEEK, line=LINE) is False
    first = do(reword, period=WEEK, line=LINE, text=" mine ", generated="en: was")
    assert do(leave_out, period=WEEK, line=LINE) == first, "one record a line"
    assert do(reword, period=WEEK, line=LINE, text="again", generated="en: is") == first
    assert lines(store) == {LINE: Rewording(first, WEEK, LINE, "again", "en: is", True, (), gone=True)}
    before = visible(store)
    assert do(bring_back, period=WEEK, line=LINE) is True
    undone(store, before, visible(store))
    assert lines(store) == {} and get_rewording(store.connection, WEEK, LINE) is None


def test_an_order_outlives_what_is_brought_back(store: Store, do: Do) -> None:
    keys = ["activity/touch:b", "activity/touch:a"]
    do(put_in_order, period=WEEK, section="activity", keys=keys)
    do(put_in_order, period=WEEK, section=LINE, keys=keys[:1])
    do(leave_out, period=WEEK, line=LINE)
    do(bring_back, period=WEEK, line=LINE)
    assert not lines(store)[LINE].left_out and lines(store)[LINE].sequence == ("activity/touch:b",)
    assert lines(store)["activity"].sequence == tuple(keys)
    do(put_in_order, period=WEEK, section="activity", keys=["activity/touch:a"])
    assert lines(store)["activity"].sequence == tuple(keys[::-1]), "lines of another depth keep their order"
    before = visible(store)
    do(put_in_order, period=WEEK, section="activity", keys=[])
    undone(store, before, visible(store))
    assert lines(store)["activity"].sequence == ()


def test_words_for_a_line_that_is_no_more_are_taken_out_by_its_own_key(store: Store, do: Do) -> None:
    one = do(reword, period=WEEK, line=LINE, text="mine", generated="en: was")
    assert do(bring_back, period=WEEK, line=f"activity/rewording:{one}") is True
    assert lines(store) == {}


@pytest.mark.parametrize(
    ("line", "text", "sentence"),
    [
        ("numbers/visits", "many", "number or a heading"),
        ("numbers/touch:", "many", "number or a heading"),
        ("activity", "many", "number or a heading"),
        ("highlights/remark:0191", "mine", "your own words"),
        (LINE, " ", "must not be empty"),
        (LINE, "！！ all of it\r\n- !! between us", "must not be empty"),
        ("x" * 500 + "/touch:1", "long", "longer than"),
    ],
)
def test_what_cannot_be_reworded_is_refused(store: Store, do: Do, line: str, text: str, sentence: str) -> None:
    with pytest.raises(errors.Refused, match=sentence):
        do(reword, period=WEEK, line=line, text=text, generated="en: x")
    assert lines(store) == {}


def test_periods_and_orders_are_checked(do: Do) -> None:
    with pytest.raises(errors.Refused, match="is not a period"):
        do(leave_out, period="soon", line=LINE)
    with pytest.raises(errors.Refused, match="each once"):
        do(put_in_order, period=WEEK, section="activity", keys=[LINE, LINE])
    with pytest.raises(errors.Refused, match="each once"):
        do(put_in_order, period=WEEK, section="stages", keys=[LINE])


def test_a_number_can_be_left_out(store: Store, do: Do) -> None:
    do(leave_out, period=WEEK, line="numbers/visits")
    assert lines(store)["numbers/visits"].left_out


def test_the_record_of_a_key() -> None:
    assert record_of("activity/touch:1#2") == ("touch", "1")
    assert record_of("activity/account:2/touch:1") == ("touch", "1")
    assert record_of("numbers/visits") == ("visits", "")
    assert record_of("activity/account:2/touch:1/said") == ("touch", "1"), "what is said below it"
    assert record_of("help/Legal: x") == ("Legal", "")


def test_what_is_said_below_a_record_can_be_reworded(store: Store, do: Do) -> None:
    do(reword, period=WEEK, line=f"{LINE}/said", text="mine", generated="{}")
    assert lines(store)[f"{LINE}/said"].text == "mine"


def test_what_is_left_out_of_the_week_is_brought_back_in_the_month(store: Store, do: Do) -> None:
    do(leave_out, period=WEEK, line=LINE)
    assert [one.line for one in list_left_out(store.connection, [WEEK])] == [LINE]
    do(leave_out, period="2026-11", line="visits/touch:0191")
    assert do(bring_back, period="2026-11", line=LINE) is True
    [month] = list_rewordings(store.connection, "2026-11")
    assert (month.line, month.shown, month.left_out) == (LINE, True, False)
    assert lines(store)[LINE].left_out, "it stays left out of the week"
    do(leave_out, period=WEEK, line="plan/touch:0191")
    assert do(bring_back, period=WEEK, line=LINE) is True
    assert lines(store) == {}, "under whatever key its record was left out"


def test_what_is_left_out_stays_so_when_its_account_becomes_part_of_another(store: Store, do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "华为"})
    do(leave_out, period=WEEK, line=f"activity/account:{other}")
    do(put_in_order, period=WEEK, section="activity", keys=[f"activity/account:{other}"])
    before = visible(store)
    do(merging.merge_accounts, account, other, {})
    assert lines(store)[f"activity/account:{account}"].left_out
    assert lines(store)["activity"].sequence == (f"activity/account:{account}",)
    undone(store, before, visible(store))
