"""Taking back: every action, in any order that loses nothing, across closing the store."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import backup, errors, journal
from karep.db.change import Change
from karep.db.store import Store
from karep.db.views import journal as view

from .conftest import Content, Do, dumped, visible
from .hostile import HOSTILE


def rename(store: Store, record: str, **values: Any) -> int:
    with store.action("account.change", "x") as change:
        change.change("account", record, values)
    return change.seq


def shown(store: Store, record: str, field: str = "name") -> Any:
    row = store.connection.execute(f"SELECT {field} FROM account WHERE id = ? AND removed_at IS NULL", (record,))
    return (row.fetchone() or (None,))[0]


def standing(store: Store) -> list[int]:
    """The numbers of the rep's actions that stand."""
    return [one.seq for one in view.list_actions(store.connection) if one.undoes is None and one.undone_by is None]


def test_undo_and_redo_across_closing_the_store(store: Store) -> None:
    states = [visible(store)]
    with store.action("account.add", "华为") as change:
        record = change.add("account", {"name": "华为"})
    states.append(visible(store))
    for values in ({"name": "中兴", "tier": "gold"}, {"tier": None, "note": 'a\n"\\'}):
        rename(store, record, **values)
        states.append(visible(store))
    path = store.path
    store.close()
    for step, state in ((journal.undo, reversed(states[:-1])), (journal.redo, states[1:])):
        for expected in state:
            with Store.open(path) as opened:
                step(opened)
                assert visible(opened) == expected
    with Store.open(path) as opened:
        assert backup.check(opened.connection) == []
        with pytest.raises(errors.NotFound, match="nothing to redo"):
            journal.redo(opened)


def test_what_was_done_is_said(store: Store, account: str, person: str) -> None:
    undone = journal.undo(store)
    assert (undone.action.label, undone.records, undone.kept) == ("add_person", 2, 0)
    assert view.get_action(store.connection, undone.action.seq).undone_by == undone.seq  # type: ignore[union-attr]
    redone = journal.redo(store)
    assert (redone.action.seq, redone.records) == (undone.action.seq, 2)
    kinds = [one.kind for one in view.list_actions(store.connection)]
    assert kinds == ["edit.redo", "edit.undo", "test", "test"]
    assert [action.kind for action, _entry in view.list_history(store.connection, person)] == kinds[:3]


def test_hostile_texts_come_back_exactly(store: Store, account: str) -> None:
    texts = [text for text in HOSTILE if text.strip()]
    with store.action("test") as change:
        ids = [change.add("fact", {"account_id": account, "name": "x", "value": text}) for text in texts]
    state = visible(store)
    with store.action("test") as change:
        for record in ids:
            change.change("fact", record, {"value": None, "source": "y"})
    after = visible(store)
    journal.undo(store)
    assert visible(store) == state
    assert [row["value"] for row in state["fact"]] == texts
    journal.redo(store)
    assert visible(store) == after


def test_there_is_nothing_to_take_back(store: Store) -> None:
    for call in (journal.undo, journal.redo, lambda one: journal.undo(one, 4711)):
        with pytest.raises(errors.NotFound):
            call(store)
    assert view.list_actions(store.connection) == []


def test_a_new_action_ends_redo(store: Store, account: str) -> None:
    rename(store, account, name="a")
    journal.undo(store)
    rename(store, account, name="b")
    with pytest.raises(errors.NotFound, match="nothing to redo"):
        journal.redo(store)
    assert shown(store, account) == "b"


def test_an_action_is_undone_once(store: Store, account: str) -> None:
    seq = rename(store, account, name="a")
    journal.undo(store, seq)
    with pytest.raises(errors.NotFound, match=f"Action {seq} was already undone"):
        journal.undo(store, seq)
    journal.redo(store)
    journal.undo(store, seq)
    assert shown(store, account) != "a"


def test_an_earlier_action_is_undone_alone(store: Store, account: str, do: Do) -> None:
    other = do(lambda change: change.add("account", {"name": "other"}))
    early = rename(store, account, name="early")
    rename(store, other, name="late")
    journal.undo(store, early)
    assert (shown(store, account), shown(store, other)) == ("华为技术有限公司", "late")
    assert early not in standing(store)


def test_later_work_is_not_overwritten(store: Store, account: str) -> None:
    early = rename(store, account, name="early")
    late = rename(store, account, tier="gold")
    before = visible(store)
    with pytest.raises(errors.EditedSince, match=r"1 records .* edited since") as refused:
        journal.undo(store, early)
    assert refused.value.names == [("account", account)]
    assert visible(store) == before and standing(store)[0] == late
    journal.undo(store, late)
    journal.undo(store, early)
    assert shown(store, account) == "华为技术有限公司"


def test_the_rest_is_taken_back_when_edited_records_are_kept(store: Store) -> None:
    with store.action("import") as change:
        ids = [change.add("account", {"name": f"n{n}"}) for n in range(5)]
    seq = change.seq
    rename(store, ids[2], name="kept")
    done = journal.undo(store, seq, keep_edited=True)
    assert (done.records, done.kept) == (4, 1)
    assert [row["name"] for row in visible(store)["account"]] == ["kept"]
    journal.redo(store)
    assert [row["name"] for row in visible(store)["account"]] == ["n0", "n1", "kept", "n3", "n4"]


def test_nothing_is_left_to_take_back_when_everything_was_edited(store: Store, account: str) -> None:
    early = rename(store, account, name="early")
    rename(store, account, name="late")
    before = dumped(store.connection)
    with pytest.raises(errors.EditedSince, match=f"Everything of action {early} was edited since"):
        journal.undo(store, early, keep_edited=True)
    assert dumped(store.connection) == before


def test_an_undo_can_be_undone_by_its_number(store: Store, account: str) -> None:
    seq = rename(store, account, name="a")
    first = journal.undo(store)
    journal.undo(store, first.seq)
    assert shown(store, account) == "a" and seq in standing(store)
    journal.undo(store)
    assert shown(store, account) == "华为技术有限公司" and seq not in standing(store)


def test_a_redo_can_be_undone_by_its_number(store: Store, account: str) -> None:
    seq = rename(store, account, name="a")
    for _round in range(3):
        journal.undo(store)
        redone = journal.redo(store)
        journal.undo(store, redone.seq)
        assert shown(store, account) == "华为技术有限公司" and seq not in standing(store)
        with pytest.raises(errors.NotFound, match="already undone"):
            journal.undo(store, redone.seq)
        journal.redo(store)
        assert shown(store, account) == "a" and seq in standing(store)


def test_an_undo_is_not_undone_over_a_later_undo_of_the_same_record(store: Store, account: str) -> None:
    """Done out of order, the record would take a value that no order of the rep's actions gives it."""
    rename(store, account, name="b")
    rename(store, account, name="c")
    second, first = journal.undo(store), journal.undo(store)
    with pytest.raises(errors.EditedSince):
        journal.undo(store, second.seq)
    journal.undo(store, first.seq)
    assert shown(store, account) == "b"
    journal.redo(store)
    assert shown(store, account) == "c"


def test_a_record_that_was_added_and_removed_comes_and_goes(store: Store) -> None:
    with store.action("test") as change:
        record = change.add("account", {"name": "x"})
        change.change("account", record, {"name": "y"})
        change.remove("account", record)
        change.restore("account", record)
    journal.undo(store)
    assert shown(store, record) is None
    journal.redo(store)
    assert shown(store, record) == "y"


NOUNS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "account": lambda account, text: {"name": text},
    "person": lambda account, text: {"name": text, "account_id": account},
    "follow_up": lambda account, text: {"what": text, "account_id": account, "due": "2026-12-01"},
    "promise": lambda account, text: {"what": text, "account_id": account},
}
CHANGES: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "account": lambda text, n: {"name": text, "employees": n, "tier": ["gold", None][n % 2]},
    "person": lambda text, n: {"note": text, "placeholder": bool(n % 2), "stance": n % 5 - 2, "left_on": None},
    "follow_up": lambda text, n: {"what": text, "due": f"2026-12-{n % 28 + 1:02}", "due_time": "09:30"},
    "promise": lambda text, n: {"due": [None, "2026-12-01"][n % 2], "owed_by": ["us", "them"][n % 2]},
}
TEXT = st.one_of(st.sampled_from([text for text in HOSTILE if text.strip()]), st.text(min_size=1, max_size=20)).filter(
    lambda text: text.strip() != ""
)
STEP = st.tuples(
    st.sampled_from(["add", "change", "remove", "restore"]), st.sampled_from(sorted(NOUNS)), st.integers(0, 40), TEXT
)
PLAN = st.lists(st.tuples(st.lists(STEP, max_size=6), st.integers(0, 9)), min_size=1, max_size=8)


def do_steps(change: Change, steps: list[tuple[str, str, int, str]]) -> None:
    for verb, noun, n, text in steps:
        rows = change.connection.execute(f"SELECT id, removed_at FROM {noun} ORDER BY id").fetchall()
        record, removed = rows[n % len(rows)] if rows else (None, None)
        account, gone = change.connection.execute("SELECT id, removed_at FROM account ORDER BY id").fetchone()
        if verb == "add" and gone and "account_id" in NOUNS[noun](account, text):
            with pytest.raises(errors.Refused, match="was removed"):
                change.add(noun, NOUNS[noun](account, text))
        elif verb == "add":
            change.add(noun, NOUNS[noun](account, text))
        elif record and verb == "change" and removed is None:
            change.change(noun, record, CHANGES[noun](text, n))
        elif record and verb != "change":
            getattr(change, verb)(noun, record)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=PLAN)
def test_any_actions_can_all_be_undone_and_redone(empty_store_file: Path, plan: list[Any]) -> None:
    """With undos and redos in between, and the store closed in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with quick(path) as store:
            with store.action("test") as change:
                change.add("account", {"name": "first"})
            states = [{table: [] for table in visible(store)}, visible(store)]
            for steps, turns in plan:
                states = act(store, steps, turns, states)
        with quick(path) as store:
            take_all_back_and_do_all_again(store, states)
            assert backup.check(store.connection) == []


def quick(path: Path) -> Store:
    store = Store.open(path)
    store.connection.execute("PRAGMA synchronous = OFF")
    return store


def act(store: Store, steps: list[Any], turns: int, states: list[Content]) -> list[Content]:
    with store.action("test") as change:
        do_steps(change, steps)
    if view.get_action(store.connection, change.seq) is not None:
        states = [*states, visible(store)]
    for _turn in range(turns % 3):
        if len(states) == 2:
            break
        journal.undo(store)
        if turns % 2:
            journal.redo(store)
        else:
            states = states[:-1]
        assert visible(store) == states[-1]
    return states


def take_all_back_and_do_all_again(store: Store, states: list[Content]) -> None:
    assert visible(store) == states[-1]
    for expected in reversed(states[:-1]):
        journal.undo(store)
        assert visible(store) == expected
    with pytest.raises(errors.NotFound):
        journal.undo(store)
    for expected in states[1:]:
        journal.redo(store)
        assert visible(store) == expected
