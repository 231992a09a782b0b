"""Any actions at all: undoing every one leads back to the start, redoing every one to the end."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, errors, follow_ups, journal, opportunities, people, promises, touches
from karep.db.change import Change
from karep.db.store import Store
from karep.rules.vocabulary import STAGES

from .conftest import visible

TEXT = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() != "")


class Book:
    """Runs one step on whatever records there are; a step may be refused."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def any(self, noun: str, pick: int) -> str:
        rows = self.store.connection.execute(f"SELECT id FROM {noun} ORDER BY id").fetchall()
        return str(rows[pick % len(rows)][0]) if rows else "nobody"

    def step(self, change: Change, kind: str, pick: int, text: str) -> None:
        account, person, deal = self.any("account", pick), self.any("person", pick), self.any("opportunity", pick)
        steps: dict[str, Any] = {
            "account": lambda: accounts.add_account(change, {"name": text}),
            "rename": lambda: accounts.change_account(change, account, {"name": text, "note": text}),
            "drop": lambda: accounts.remove_account(change, account),
            "restore": lambda: accounts.restore_account(change, account),
            "person": lambda: people.add_person(change, {"name": text, "account_id": account}, roles=["user"]),
            "stance": lambda: people.change_person(change, person, {"stance": pick % 5 - 2, "placeholder": True}),
            "roles": lambda: people.set_roles(change, person, account, ["user", "finance"][: pick % 3]),
            "touch": lambda: touches.log_touch(
                change,
                {"account_id": account, "summary": text},
                people=[person],
                promises=[{"what": text}],
                next_steps=[{"what": text, "due": "2026-12-01"}],
            ),
            "untouch": lambda: touches.remove_touch(change, self.any("touch", pick)),
            "keep": lambda: promises.keep_promise(change, self.any("promise", pick)),
            "move": lambda: follow_ups.move_follow_up(change, self.any("follow_up", pick), "2027-01-01", "09:00"),
            "finish": lambda: follow_ups.finish_follow_up(change, self.any("follow_up", pick)),
            "deal": lambda: opportunities.add_opportunity(change, {"name": text, "account_id": account}),
            "stage": lambda: opportunities.move_stage(change, deal, STAGES[pick % 8], reason=text),
            "tick": lambda: opportunities.tick(change, deal, f"item{pick % 3}", reason=text),
            "untick": lambda: opportunities.untick(change, deal, f"item{pick % 3}"),
            "lose": lambda: opportunities.lose(change, deal, text, "2027-06-01"),
        }
        steps[kind]()


KINDS = ["account", "rename", "drop", "restore", "person", "stance", "roles", "touch", "untouch", "keep", "move",
         "finish", "deal", "stage", "tick", "untick", "lose"]  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 6), TEXT), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(STEPS, min_size=1, max_size=4))
def test_undo_all_and_redo_all(empty_store_file: Path, actions: list[list[tuple[str, int, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db"))
        with Store.open(path) as store:
            store.connection.execute("PRAGMA synchronous = OFF")
            _undo_and_redo(store, actions)


def _undo_and_redo(store: Store, actions: list[list[tuple[str, int, str]]]) -> None:
    book = Book(store)
    states = [visible(store)]
    for action in [[("account", 0, "华为"), ("person", 0, "王"), ("deal", 0, "框架")], *actions]:
        before = store.connection.execute("SELECT count(*) FROM action").fetchone()[0]
        try:
            with store.action("test") as change:
                for kind, pick, text in action:
                    book.step(change, kind, pick, text)
        except errors.StoreError:
            assert visible(store) == states[-1], "a refused action left something behind"
        if store.connection.execute("SELECT count(*) FROM action").fetchone()[0] > before:
            states.append(visible(store))
    for state in reversed(states[:-1]):
        journal.undo(store)
        assert visible(store) == state
    with pytest.raises(errors.NotFound):
        journal.undo(store)
    for state in states[1:]:
        journal.redo(store)
        assert visible(store) == state
    with pytest.raises(errors.NotFound):
        journal.redo(store)
