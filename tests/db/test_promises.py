"""The ledger: a promise is moved, kept, not kept and opened again, and remembers it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import errors, follow_ups, journal, promises
from karep.db.store import Store
from karep.db.views.follow_ups import get_follow_up
from karep.db.views.moves import Moves, get_moves, list_moved
from karep.db.views.promises import Promise, get_promise, list_open_promises
from tests.hostile import OURS

from .conftest import Do

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def promise(do: Do, account: str, person: str) -> str:
    values = {"account_id": account, "person_id": person, "owed_by": "us", "what": "报价", "due": "2026-11-20"}
    return str(do(promises.add_promise, values))


def told(store: Store, promise_id: str) -> Promise:
    found = get_promise(store.connection, promise_id)
    assert found is not None
    return found


def moves(store: Store, promise_id: str) -> tuple[str | None, int, str | None, str | None]:
    one = told(store, promise_id)
    return one.due, one.moves, one.first_due, one.moved_reason


def test_a_promise_never_moved_says_so(store: Store, promise: str) -> None:
    assert moves(store, promise) == ("2026-11-20", 0, None, None)


def test_moves_are_counted_and_the_first_day_stays(store: Store, do: Do, promise: str) -> None:
    do(promises.move_promise, promise, date(2026, 11, 25), reason=" they are away ")
    assert moves(store, promise) == ("2026-11-25", 1, "2026-11-20", "they are away")
    do(promises.move_promise, promise, "2026-11-30")
    assert moves(store, promise) == ("2026-11-30", 2, "2026-11-20", None)
    do(promises.move_promise, promise, "2026-11-20", reason="after all")
    assert moves(store, promise) == ("2026-11-20", 3, "2026-11-20", "after all")


def test_the_same_day_is_no_move(store: Store, do: Do, promise: str) -> None:
    do(promises.move_promise, promise, "2026-11-20")
    assert moves(store, promise) == ("2026-11-20", 0, None, None)
    do(promises.move_promise, promise, "2026-11-20", reason="agreed again")
    assert moves(store, promise) == ("2026-11-20", 0, None, "agreed again")


def test_a_first_day_is_no_move_and_none_any_more_is_one(store: Store, do: Do, account: str) -> None:
    loose = do(promises.add_promise, {"account_id": account, "what": "样品"})
    do(promises.move_promise, loose, "2026-12-01")
    assert moves(store, loose) == ("2026-12-01", 0, None, None)
    do(promises.move_promise, loose, None)
    assert moves(store, loose) == (None, 1, "2026-12-01", None)


def test_another_day_by_the_form_counts_and_other_fields_do_not(store: Store, do: Do, promise: str) -> None:
    do(promises.change_promise, promise, {"what": "报价单", "due": "2026-11-20"})
    assert moves(store, promise)[1:] == (0, None, None)
    do(promises.change_promise, promise, {"due": "2026-11-27", "moved_reason": "waiting for the drawing"})
    assert moves(store, promise) == ("2026-11-27", 1, "2026-11-20", "waiting for the drawing")
    do(promises.change_promise, promise, {"what": "报价"})
    assert moves(store, promise)[1:3] == (1, "2026-11-20")


def test_a_closed_promise_is_not_moved_but_may_be_corrected(store: Store, do: Do, promise: str) -> None:
    for close in (promises.keep_promise, promises.break_promise):
        do(close, promise)
        with pytest.raises(errors.Refused, match="open it again"):
            do(promises.move_promise, promise, "2026-12-01")
    do(promises.change_promise, promise, {"due": "2026-11-19"})
    assert moves(store, promise) == ("2026-11-19", 0, None, None)


def test_what_is_no_day_or_not_there_is_refused(store: Store, do: Do, promise: str) -> None:
    with pytest.raises(errors.Refused):
        do(promises.move_promise, promise, "2026-02-30")
    for verb in (promises.keep_promise, promises.break_promise, promises.reopen_promise):
        with pytest.raises(errors.NotFound):
            do(verb, "nobody")
    with pytest.raises(errors.NotFound):
        do(promises.move_promise, "nobody", "2026-12-01")
    assert moves(store, promise) == ("2026-11-20", 0, None, None)


@pytest.mark.parametrize("text", [one for one in OURS if "\0" not in one])
def test_any_reason_is_kept_or_refused_in_words(store: Store, do: Do, promise: str, text: str) -> None:
    try:
        do(promises.move_promise, promise, "2026-12-01", reason=text)
    except errors.Refused as refusal:
        assert str(refusal)
        assert moves(store, promise) == ("2026-11-20", 0, None, None)
    else:
        assert moves(store, promise)[:3] == ("2026-12-01", 1, "2026-11-20")


def test_undo_takes_a_move_back_and_redo_does_it_again(
    store: Store, do: Do, promise: str, content: Callable[[], Any]
) -> None:
    before = content()
    do(promises.move_promise, promise, "2026-12-01", reason="late")
    after = content()
    journal.undo(store)
    assert content() == before
    journal.redo(store)
    assert content() == after


def planned(do: Do, account: str, promise: str, due: str = "2026-11-26", **values: Any) -> str:
    step = {"account_id": account, "what": "bring it", "due": due, "promise_id": promise, **values}
    return str(do(follow_ups.add_follow_up, step))


def test_keeping_closes_what_was_planned_for_it_in_one_action(
    store: Store, do: Do, account: str, promise: str, content: Callable[[], Any]
) -> None:
    first, second = planned(do, account, promise), planned(do, account, promise, "2026-11-24")
    other = str(do(follow_ups.add_follow_up, {"account_id": account, "what": "x", "due": "2026-11-24"}))
    assert (told(store, promise).follow_up_id, told(store, promise).follow_up_due) == (second, "2026-11-24")
    before = content()
    do(promises.keep_promise, promise)
    done = [get_follow_up(store.connection, one) for one in (first, second, other)]
    assert [bool(one and one.done_at) for one in done] == [True, True, False]
    assert told(store, promise).kept_at and told(store, promise).follow_up_id is None
    journal.undo(store)
    assert content() == before
    for keep, reopen, record in (
        (promises.keep_promise, promises.reopen_promise, promise),
        (follow_ups.finish_follow_up, follow_ups.reopen_follow_up, first),
    ):
        do(keep, record)
        assert told(store, promise).kept_at and told(store, promise).follow_up_id is None
        do(reopen, record)
        assert content() == before


def test_what_comes_again_is_made_once(store: Store, do: Do, account: str, promise: str) -> None:
    planned(do, account, promise, repeat="after:P90D")
    do(promises.keep_promise, promise)
    found = store.connection.execute("SELECT done_at IS NULL, promise_id IS NULL FROM follow_up ORDER BY id").fetchall()
    assert [tuple(row) for row in found] == [(0, 0), (1, 1)]


def test_one_kept_already_keeps_its_moment(store: Store, do: Do, account: str, promise: str) -> None:
    do(promises.keep_promise, promise)
    first = told(store, promise).kept_at
    actions = store.connection.execute("SELECT count(*) FROM action").fetchone()
    do(promises.keep_promise, promise)
    assert told(store, promise).kept_at == first
    assert store.connection.execute("SELECT count(*) FROM action").fetchone() == actions
    do(promises.break_promise, promise)
    assert (told(store, promise).kept_at, bool(told(store, promise).broken_at)) == (None, True)
    do(promises.keep_promise, promise)
    assert (bool(told(store, promise).kept_at), told(store, promise).broken_at) == (True, None)
    do(promises.reopen_promise, promise)
    assert (told(store, promise).kept_at, told(store, promise).broken_at) == (None, None)


def test_the_touch_it_was_made_in_gives_its_moment(store: Store, do: Do, account: str) -> None:
    from karep.db.touches import log_touch, remove_touch

    at = "2026-11-10T03:00:00.000Z"
    touch = do(log_touch, {"account_id": account, "at": at, "summary": "x"}, promises=[{"what": "报价"}])
    (one,) = list_open_promises(store.connection, account_id=account)
    assert (one.touch_id, one.touch_at) == (touch, at)
    do(remove_touch, touch)
    assert all(left.touch_at is None for left in list_open_promises(store.connection, account_id=account))


def test_the_journal_knows_what_was_moved_when(store: Store, do: Do, account: str, promise: str) -> None:
    always = ("2000-01-01T00:00:00.000Z", "9999-01-01T00:00:00.000Z")
    step = planned(do, account, promise)
    assert list_moved(store.connection, "promise", *always) == {}
    for day in ("2026-11-25", "2026-11-30"):
        do(promises.move_promise, promise, day, reason='a "moves": b')
    moved = list_moved(store.connection, "promise", *always)[promise]
    assert (moved.due_before, moved.times) == ("2026-11-20", 2)
    assert get_moves(store.connection, "promise", promise) == Moves(2, "2026-11-20", 'a "moves": b')
    assert get_moves(store.connection, "follow_up", step) == Moves(0, None, None)
    assert list_moved(store.connection, "promise", "2000-01-01", "2000-01-02") == {}
    journal.undo(store)
    assert list_moved(store.connection, "promise", *always)[promise].times == 1
    journal.undo(store)
    assert list_moved(store.connection, "promise", *always) == {}
    journal.redo(store)
    assert list_moved(store.connection, "promise", *always)[promise].times == 1


Step = tuple[date | None, bool]
DAYS = st.none() | st.integers(0, 5).map(lambda step: NOVEMBER + timedelta(days=step))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=DAYS, steps=st.lists(st.tuples(DAYS, st.booleans()), max_size=6))
def test_any_moves_are_counted(
    empty_store_file: Path, first: date | None, steps: list[tuple[date | None, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with Store.open(path) as store:
            store.connection.execute("PRAGMA synchronous = OFF")
            with store.action("test") as change:
                account = change.add("account", {"name": "A", "match_key": "x"})
                promise = promises.add_promise(change, {"account_id": account, "what": "x", "due": first})
            days: list[date | None] = [first]
            for day, by_form in steps:
                with store.action("test") as change:
                    if by_form:
                        promises.change_promise(change, promise, {"due": day})
                    else:
                        promises.move_promise(change, promise, day)
                days.append(day)
            counted = sum(before is not None and before != after for before, after in pairwise(days))
            due, found, first_due, _reason = moves(store, promise)
    assert due == (days[-1].isoformat() if days[-1] else None)
    assert found == counted
    dated = next((one for one, after in pairwise(days) if one and one != after), None)
    assert first_due == (dated.isoformat() if dated else None)


def test_what_comes_next_of_a_kept_promise_counts_from_the_reps_day(do: Do, store: Store, account: str) -> None:
    promise = do(promises.add_promise, {"account_id": account, "owed_by": "us", "what": "check"})
    step = {"account_id": account, "what": "check", "due": "2026-11-20", "repeat": "after:P7D", "promise_id": promise}
    do(follow_ups.add_follow_up, step)
    do(promises.keep_promise, promise, on=date(2030, 1, 1))
    due = store.connection.execute("SELECT due FROM follow_up WHERE done_at IS NULL AND removed_at IS NULL").fetchall()
    assert due == [("2030-01-08",)]
