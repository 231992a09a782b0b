"""Follow-ups: moving is remembered, a repeat makes its next one, a signature plans four, and undo takes back all."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import follow_ups, journal, opportunities, promises
from karep.db.accounts import add_account
from karep.db.errors import Refused, StoreError
from karep.db.follow_ups import add_follow_up, finish_follow_up, move_follow_up, reopen_follow_up
from karep.db.people import add_person, remove_person
from karep.db.store import Store
from karep.db.views.called import at_hand
from karep.db.views.follow_up_lines import understand_follow_up

from .conftest import Content, Do

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def row(store: Store) -> Callable[[str], dict[str, Any]]:
    """One follow-up, whole."""

    def read(follow_up_id: str) -> dict[str, Any]:
        cursor = store.connection.execute("SELECT * FROM follow_up WHERE id = ?", (follow_up_id,))
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))

    return read


@pytest.fixture
def monthly(do: Do, account: str, person: str, deal: str) -> str:
    """A visit on the first Monday of every month."""
    values = {"account_id": account, "person_id": person, "opportunity_id": deal, "what": "例会", "due": "2026-11-02",
              "due_time": "10:00", "zone": "Asia/Shanghai", "repeat": "RRULE:FREQ=MONTHLY;BYDAY=+1MO",
              "aim": "框架"}  # fmt: skip
    return str(do(add_follow_up, values))


def open_ones(store: Store) -> list[tuple[str, str, str | None]]:
    rows = store.connection.execute(
        "SELECT what, due, origin FROM follow_up WHERE done_at IS NULL AND removed_at IS NULL ORDER BY due, id"
    )
    return [tuple(row) for row in rows]


def test_what_repeats_makes_its_next_one_when_it_is_closed_and_only_one(
    do: Do, store: Store, monthly: str, row: Callable[[str], dict[str, Any]]
) -> None:
    next_id = do(finish_follow_up, monthly, on=date(2027, 1, 20))
    former, made = row(monthly), row(next_id)
    # December and January have passed: they do not pile up
    assert (made["due"], made["due_time"], made["zone"]) == ("2027-02-01", "10:00", "Asia/Shanghai")
    for field in ("account_id", "person_id", "opportunity_id", "what", "repeat"):
        assert made[field] == former[field] is not None
    assert made["origin"] == f"repeat:{monthly}" and made["aim"] is None and made["done_at"] is None
    assert do(finish_follow_up, monthly, on=date(2027, 1, 20)) is None
    assert len(open_ones(store)) == 1


def test_what_does_not_repeat_makes_none(do: Do, store: Store, account: str) -> None:
    once = do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-20"})
    assert do(finish_follow_up, once, on=FRIDAY) is None and open_ones(store) == []


@pytest.mark.parametrize(
    ("repeat", "due", "closed", "following"),
    [
        ("after:P90D", "2026-11-20", date(2026, 12, 1), "2027-03-01"),
        ("after:P1M", "2026-11-20", date(2027, 1, 31), "2027-02-28"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-11-20", date(2026, 11, 18), "2026-12-04"),
        ("RRULE:FREQ=YEARLY", "2024-02-29", date(2026, 3, 1), "2027-02-28"),
    ],
)
def test_the_next_day_follows_the_rule(
    do: Do, store: Store, account: str, repeat: str, due: str, closed: date, following: str
) -> None:
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": due, "repeat": repeat})
    do(finish_follow_up, step, on=closed)
    assert [day for _what, day, _origin in open_ones(store)] == [following]


def test_the_31st_stays_the_31st_behind_february(do: Do, store: Store, account: str) -> None:
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": "2027-01-31", "repeat": "RRULE:FREQ=MONTHLY"})
    days = []
    for _round in range(3):
        [(_what, due, _origin)] = open_ones(store)
        step = do(finish_follow_up, step, on=date.fromisoformat(due))
        days.append(open_ones(store)[0][1])
    assert days == ["2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_moved_one_keeps_the_rhythm_of_its_first_day(do: Do, store: Store, account: str) -> None:
    repeat = "RRULE:FREQ=WEEKLY;INTERVAL=2"
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-16", "repeat": repeat})
    do(move_follow_up, step, "2026-11-19")
    do(finish_follow_up, step, on=date(2026, 11, 19))
    assert open_ones(store)[0][1] == "2026-11-30"


def test_a_day_behind_the_end_of_the_calendar_is_not_made(do: Do, store: Store, account: str) -> None:
    repeat = "after:P9999Y"
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-16", "repeat": repeat})
    assert do(finish_follow_up, step) is None and open_ones(store) == []


def test_opened_again_it_takes_its_next_one_back_and_closed_again_there_is_one(
    do: Do, store: Store, monthly: str, row: Callable[[str], dict[str, Any]]
) -> None:
    made = do(finish_follow_up, monthly, on=FRIDAY)
    do(follow_ups.prepare_follow_up, made, {"aim": "签字"})
    do(reopen_follow_up, monthly)
    assert [day for _what, day, _origin in open_ones(store)] == ["2026-11-02"]
    assert do(finish_follow_up, monthly, on=date(2026, 12, 8)) == made
    assert [day for _what, day, _origin in open_ones(store)] == ["2027-01-04"]
    assert row(made)["aim"] == "签字", "what was prepared comes back with it"


def test_opened_again_it_leaves_a_next_one_that_is_done(do: Do, store: Store, monthly: str) -> None:
    second = do(finish_follow_up, monthly, on=FRIDAY)
    third = do(finish_follow_up, second, on=FRIDAY)
    do(reopen_follow_up, monthly)
    do(finish_follow_up, monthly, on=FRIDAY)
    ids = [one for (one,) in store.connection.execute("SELECT id FROM follow_up WHERE removed_at IS NULL")]
    assert sorted(ids) == sorted([monthly, second, third])


def test_reopened_behind_others_that_are_done_only_one_is_open(do: Do, store: Store, monthly: str) -> None:
    second = do(finish_follow_up, monthly, on=FRIDAY)
    third = do(finish_follow_up, second, on=FRIDAY)
    before = [due for _what, due, _origin in open_ones(store)]
    do(reopen_follow_up, monthly)
    assert [due for _what, due, _origin in open_ones(store)] == ["2026-11-02"]
    with pytest.raises(Refused, match="An earlier one of the same repeat is open"):
        do(reopen_follow_up, second)
    assert do(finish_follow_up, monthly, on=FRIDAY) == third
    assert [due for _what, due, _origin in open_ones(store)] == before


def test_the_next_one_is_not_about_who_was_removed(
    do: Do, monthly: str, person: str, row: Callable[[str], dict[str, Any]]
) -> None:
    do(remove_person, person)
    made = row(do(finish_follow_up, monthly, on=FRIDAY))
    assert made["person_id"] is None and made["opportunity_id"] is not None


STEP = st.tuples(
    st.sampled_from(["finish", "finish", "reopen", "keep", "break", "reopen_promise", "remove", "move", "undo"]),
    st.integers(0, 9),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_those_of_one_repeat_never_pile_up(empty_store_file: Path, steps: list[tuple[str, int]]) -> None:
    """Whatever is finished, opened again and taken back: at most one of the chain is open."""
    verbs: dict[str, tuple[Callable[..., Any], str]] = {
        "finish": (finish_follow_up, "follow_up"),
        "reopen": (reopen_follow_up, "follow_up"),
        "remove": (follow_ups.remove_follow_up, "follow_up"),
        "keep": (promises.keep_promise, "promise"),
        "break": (promises.break_promise, "promise"),
        "reopen_promise": (promises.reopen_promise, "promise"),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with Store.open(path) as store:
            store.connection.execute("PRAGMA synchronous = OFF")
            with store.action("test") as change:
                account_id = add_account(change, {"name": "恒岳"})
                owed = promises.add_promise(change, {"account_id": account_id, "owed_by": "us", "what": "报价"})
                values = {"account_id": account_id, "what": "a", "due": "2026-11-20", "repeat": "after:P90D"}
                add_follow_up(change, {**values, "promise_id": owed})
            for kind, pick in steps:
                with suppress(StoreError):
                    if kind == "undo":
                        journal.undo(store)
                        continue
                    with store.action(kind) as change:
                        if kind == "move":
                            record = any_of(store, "follow_up", pick)
                            move_follow_up(change, record, f"2026-12-{pick + 1:02}")
                        else:
                            verb, noun = verbs[kind]
                            verb(change, any_of(store, noun, pick))
                assert len(open_ones(store)) <= 1, (kind, open_ones(store))


def any_of(store: Store, noun: str, pick: int) -> str:
    rows = store.connection.execute(f"SELECT id FROM {noun} ORDER BY id").fetchall()
    return str(rows[pick % len(rows)][0]) if rows else "none"


def test_a_promise_of_ours_is_kept_with_it_and_opened_with_it(do: Do, store: Store, account: str) -> None:
    def promise(owed_by: str) -> tuple[str, str]:
        owed = do(promises.add_promise, {"account_id": account, "owed_by": owed_by, "what": "报价"})
        values = {"account_id": account, "what": "a", "due": "2026-11-20", "promise_id": owed}
        return owed, do(add_follow_up, values)

    def kept(promise_id: str) -> bool:
        return bool(store.connection.execute("SELECT kept_at FROM promise WHERE id = ?", (promise_id,)).fetchone()[0])

    ours, step = promise("us")
    theirs, asked = promise("them")
    do(finish_follow_up, step)
    do(finish_follow_up, asked)
    assert kept(ours) and not kept(theirs)
    do(reopen_follow_up, step)
    assert not kept(ours)
    do(promises.keep_promise, ours)
    later = do(add_follow_up, {"account_id": account, "what": "b", "due": "2026-11-20", "promise_id": ours})
    do(finish_follow_up, later)
    do(reopen_follow_up, later)
    assert kept(ours), "what was kept by itself stays kept"


def test_moves_are_counted_with_the_first_day_and_the_last_reason(
    do: Do, account: str, row: Callable[[str], dict[str, Any]]
) -> None:
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-20", "due_time": "09:00"})
    do(move_follow_up, step, "2026-11-20", "10:00")
    assert (row(step)["moves"], row(step)["first_due"], row(step)["due_time"]) == (0, None, "10:00")
    do(move_follow_up, step, date(2026, 11, 25), reason=" 他出差 ")
    do(move_follow_up, step, "2026-11-27")
    do(follow_ups.change_follow_up, step, {"due": "2026-12-01", "what": "b"})
    found = row(step)
    assert (found["moves"], found["first_due"], found["moved_reason"]) == (3, "2026-11-20", None)
    do(move_follow_up, step, "2026-12-01", reason="节日")
    assert (row(step)["moves"], row(step)["moved_reason"]) == (3, "节日")
    do(finish_follow_up, step)
    with pytest.raises(Refused):
        do(move_follow_up, step, "2026-12-09")


@pytest.mark.parametrize("repeat", ["weekly", "RRULE:FREQ=HOURLY", "after:P0D", "RRULE:", "'; DROP TABLE follow_up"])
def test_only_a_readable_repeat_is_stored(do: Do, account: str, repeat: str) -> None:
    with pytest.raises(Refused) as caught:
        do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-20", "repeat": repeat})
    assert caught.value.field == "repeat"


def test_a_repeat_is_stored_in_one_way(do: Do, account: str, row: Callable[[str], dict[str, Any]]) -> None:
    repeat = "RRULE:BYDAY=TH,MO;FREQ=WEEKLY;WKST=MO"
    step = do(add_follow_up, {"account_id": account, "what": "a", "due": "2026-11-20", "repeat": repeat})
    assert row(step)["repeat"] == "RRULE:FREQ=WEEKLY;BYDAY=MO,TH"
    do(follow_ups.change_follow_up, step, {"repeat": " "})
    assert row(step)["repeat"] is None


# --- a signature -------------------------------------------------------------------------------------------------


def test_a_signature_plans_four_follow_ups_on_workdays(
    do: Do, store: Store, deal: str, person: str, row: Callable[[str], dict[str, Any]]
) -> None:
    planned = do(opportunities.win, deal, on=FRIDAY)
    found = [row(one) for one in planned]
    assert [one["origin"] for one in found] == ["signing:1", "signing:7", "signing:30", "signing:90"]
    assert [one["due"] for one in found] == ["2026-11-23", "2026-11-27", "2026-12-18", "2027-02-18"]
    assert {one["person_id"] for one in found} == {person} and {one["opportunity_id"] for one in found} == {deal}


def test_who_decides_in_the_deal_comes_before_who_decides_in_the_account(
    do: Do, account: str, person: str, deal: str, row: Callable[[str], dict[str, Any]]
) -> None:
    buyer = do(add_person, {"account_id": account, "name": "李敏"})
    left = do(add_person, {"account_id": account, "name": "张三", "left_on": "2026-01-01"})
    with_role = {"account_id": account, "opportunity_id": deal}
    do(lambda change: change.add("role", {**with_role, "person_id": left, "role": "decision_maker"}))
    do(lambda change: change.add("role", {**with_role, "person_id": buyer, "role": "purchaser"}))
    assert row(do(opportunities.win, deal)[0])["person_id"] == person
    other = do(opportunities.add_opportunity, {"account_id": account, "name": "b"})
    do(lambda change: change.add("role", {"account_id": account, "opportunity_id": other, "person_id": buyer,
                                          "role": "decision_maker"}))  # fmt: skip
    assert row(do(opportunities.win, other)[0])["person_id"] == buyer


def test_won_again_there_are_no_doubles(do: Do, store: Store, deal: str) -> None:
    first, second, _third, _fourth = do(opportunities.win, deal, on=FRIDAY)
    do(finish_follow_up, first)
    do(move_follow_up, second, "2026-12-24")
    do(opportunities.reopen, deal)
    assert [origin for _what, _due, origin in open_ones(store)] == ["signing:7"], "what the rep changed stays"
    assert len(do(opportunities.win, deal, on=FRIDAY)) == 2
    assert do(opportunities.win, deal, on=FRIDAY) == []
    assert len(open_ones(store)) == 3


def test_a_move_to_the_stage_of_signing_is_the_signature(do: Do, store: Store, deal: str) -> None:
    do(opportunities.move_stage, deal, "S7", reason="a", on=FRIDAY)
    moved = open_ones(store)
    do(opportunities.reopen, deal)
    do(opportunities.win, deal, on=FRIDAY)
    assert moved == open_ones(store) != []


# --- undo --------------------------------------------------------------------------------------------------------

ACTIONS: dict[str, Callable[..., Any]] = {
    "finish": lambda change, step, deal: finish_follow_up(change, step, on=FRIDAY),
    "move": lambda change, step, deal: move_follow_up(change, step, "2027-05-05", reason="他出差"),
    "win": lambda change, step, deal: opportunities.win(change, deal),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_each_is_one_action_that_undo_takes_back_whole(
    store: Store, do: Do, account: str, deal: str, content: Callable[[], Content], name: str
) -> None:
    owed = do(promises.add_promise, {"account_id": account, "owed_by": "us", "what": "报价"})
    step = do(
        add_follow_up,
        {"account_id": account, "what": "a", "due": "2026-11-20", "repeat": "after:P90D", "promise_id": owed},
    )
    before = content()
    do(ACTIONS[name], step, deal)
    after = content()
    assert after != before
    journal.undo(store)
    assert content() == before
    journal.redo(store)
    assert content() == after
    journal.undo(store)
    do(reopen_follow_up, step)
    assert content() == before


def test_opening_again_is_undone_with_the_next_one(
    store: Store, do: Do, monthly: str, content: Callable[[], Content]
) -> None:
    do(finish_follow_up, monthly, on=FRIDAY)
    before = content()
    do(reopen_follow_up, monthly)
    journal.undo(store)
    assert content() == before


# --- the line that plans one -------------------------------------------------------------------------------------


def test_a_line_is_understood_by_the_book_and_stored_as_understood(
    do: Do, store: Store, account: str, person: str, deal: str, row: Callable[[str], dict[str, Any]]
) -> None:
    given = at_hand(store.connection, {"account_id": account})
    line = understand_follow_up(store.connection, "王建国 例会 每月15号 10:00", given, today=FRIDAY)
    assert line.question is None
    made = row(do(add_follow_up, follow_ups.fields_of_line(line, zone="Asia/Shanghai")))
    assert (made["what"], made["due"], made["due_time"], made["zone"]) == (
        "例会",
        "2026-12-15",
        "10:00",
        "Asia/Shanghai",
    )
    assert (made["account_id"], made["person_id"], made["opportunity_id"]) == (account, person, deal)
    assert made["repeat"] == "RRULE:FREQ=MONTHLY;BYMONTHDAY=15"
