"""The last contacts: always exactly what the records say, whoever changed them and however; found without a scan."""

import shutil
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, errors, journal, merging, people, rhythm, touches
from karep.db.change import Change
from karep.db.imports import add_rows, new_ids
from karep.db.rhythm import faults
from karep.db.store import Store
from karep.db.views import rhythm as view
from karep.db.views.rhythm import Limits, Range, Reached
from karep.rules.vocabulary import ROLES, TIERS

from .conftest import Do

NOW = "2026-11-21T04:00:00.000Z"


def row(store: Store, account_id: str) -> dict[str, Any]:
    """What is kept of an account."""
    cursor = store.connection.execute("SELECT * FROM account_rhythm WHERE account_id = ?", (account_id,))
    found = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], found, strict=True)) if found else {}


def parts(store: Store) -> list[tuple[Any, ...]]:
    """Everybody of whom something is kept: who, as what, where, at what class, in contact when."""
    query = "SELECT person_id, role, account_id, class, contact_at FROM person_rhythm ORDER BY 1, 2"
    return store.connection.execute(query).fetchall()


def at(day: int) -> str:
    """A moment in November 2026."""
    return f"2026-11-{day:02}T09:00:00.000Z"


def log(do: Do, account: str, day: int, kind: str = "visit", who: tuple[str, ...] = ()) -> str:
    """Log a touch in November 2026."""
    return str(do(touches.log_touch, {"account_id": account, "at": at(day), "kind": kind}, people=who))


# --- what is kept ------------------------------------------------------------------------------------------------


def test_every_kind_of_touch_resets_its_clocks(store: Store, do: Do, account: str) -> None:
    for day, kind in enumerate(("survey", "business_meeting", "senior_visit", "meal", "call"), 1):
        log(do, account, day, kind)
    found = row(store, account)
    assert [found[f"{name}_at"] for name in ("survey", "meeting", "senior", "face", "contact")] == [
        at(day) for day in range(1, 6)
    ]
    assert found["class"] == "platinum" and faults(store.connection) == []


def test_a_touch_that_is_changed_moved_or_removed_counts_as_it_is_now(store: Store, do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "Anker"})
    log(do, account, 3)
    touch = log(do, account, 9)
    do(Change.change, "touch", touch, {"at": at(12), "kind": "call"})
    assert (row(store, account)["contact_at"], row(store, account)["face_at"]) == (at(12), at(3))
    do(Change.change, "touch", touch, {"account_id": other})
    assert (row(store, account)["contact_at"], row(store, other)["contact_at"]) == (at(3), at(12))
    do(Change.remove, "touch", touch)
    assert row(store, other)["contact_at"] is None
    do(Change.restore, "touch", touch)
    assert row(store, other)["contact_at"] == at(12) and faults(store.connection) == []


def test_the_class_is_the_tier_or_that_it_is_away(store: Store, do: Do, account: str) -> None:
    do(Change.change, "account", account, {"tier": None})
    assert row(store, account)["class"] == ""
    do(Change.change, "account", account, {"status": "dormant"})
    found = row(store, account)
    assert found["class"] == "dormant" and found["since"] >= "2026"
    do(Change.change, "account", account, {"status": "lost", "status_on": "2026-10-02"})
    assert (row(store, account)["class"], row(store, account)["since"]) == ("lost", "2026-10-02")
    do(Change.change, "account", account, {"status": "at_risk", "tier": "gold"})
    assert row(store, account)["class"] == "gold" and row(store, account)["since"].endswith("Z")
    do(accounts.remove_account, account)
    assert row(store, account) == {}
    journal.undo(store)
    assert row(store, account)["class"] == "gold" and faults(store.connection) == []


def test_everybody_who_plays_a_part_and_nobody_else(store: Store, do: Do, account: str, person: str) -> None:
    bystander = do(people.add_person, {"account_id": account, "name": "Ada"})
    unknown = do(people.add_person, {"account_id": account, "name": "财务?", "placeholder": True}, roles=["finance"])
    touch = log(do, account, 5, who=(person, bystander, unknown))
    assert parts(store) == [(person, "decision_maker", account, "platinum", at(5))]
    do(Change.change, "person", unknown, {"placeholder": False})
    assert [one[:2] for one in parts(store)] == [(person, "decision_maker"), (unknown, "finance")]
    do(Change.change, "person", unknown, {"left_on": "2026-11-20"})
    do(Change.change, "account", account, {"tier": "gold"})
    assert parts(store) == [(person, "decision_maker", account, "gold", at(5))]
    do(Change.change, "touch", touch, {"at": at(7)})
    assert parts(store)[0][4] == at(7)
    do(touches.change_touch, touch, {}, people=[bystander])
    assert parts(store)[0][4] is None and faults(store.connection) == []


def test_who_brings_very_many_has_a_clock_of_their_own(store: Store, do: Do, account: str) -> None:
    hen = do(people.add_person, {"account_id": account, "name": "Ada"}, roles=["referrer", "opinion_leader", "user"])
    do(Change.change, "person", hen, {"referred_groups": 20, "referred_cards": 9})
    assert [role for _person, role, *_rest in parts(store)] == ["opinion_leader", "referrer", "user"]
    do(Change.change, "person", hen, {"referred_cards": 10})
    assert [role for _person, role, *_rest in parts(store)] == ["old_hen", "user"]
    assert faults(store.connection) == []


def test_one_part_at_two_accounts_counts_at_ones_own(store: Store, do: Do, account: str, person: str) -> None:
    other = do(accounts.add_account, {"name": "Anker", "tier": "vip"})
    do(Change.add, "role", {"person_id": person, "account_id": other, "role": "decision_maker"})
    assert [one[2] for one in parts(store)] == [account]
    do(Change.change, "person", person, {"account_id": other})
    assert [one[2:4] for one in parts(store)] == [(other, "vip")]
    assert faults(store.connection) == []


def test_plans_and_what_is_put_off(store: Store, do: Do, account: str, person: str) -> None:
    first = do(Change.add, "follow_up", {"account_id": account, "what": "call", "due": "2026-11-25"})
    do(Change.add, "follow_up", {"account_id": account, "what": "visit", "due": "2026-12-25"})
    assert row(store, account)["next_due"] == "2026-11-25"
    do(Change.change, "follow_up", first, {"done_at": NOW})
    assert row(store, account)["next_due"] == "2026-12-25"
    note = do(Change.add, "snooze", {"account_id": account, "about": "cadence", "until": "2026-12-01"})
    do(Change.add, "snooze", {"account_id": account, "about": "plan", "until": "2027-12-01"})
    own = {"account_id": account, "person_id": person, "about": "cadence", "until": "2026-12-09"}
    asleep = "SELECT snoozed_until FROM person_rhythm"
    assert row(store, account)["snoozed_until"] == "2026-12-01"
    assert store.connection.execute(asleep).fetchall() == [("2026-12-01",)], "with an account its people are put off"
    do(Change.add, "snooze", own)
    assert row(store, account)["snoozed_until"] == "2026-12-01"
    assert store.connection.execute(asleep).fetchall() == [("2026-12-09",)]
    do(Change.remove, "snooze", note)
    assert row(store, account)["snoozed_until"] is None and faults(store.connection) == []


def test_a_merge_and_its_undo(store: Store, do: Do, account: str, person: str) -> None:
    other = do(accounts.add_account, {"name": "华为", "tier": "gold"})
    ada = do(people.add_person, {"account_id": other, "name": "Ada"}, roles=["user"])
    log(do, other, 9, who=(ada,))
    before = store.connection.execute("SELECT * FROM account_rhythm").fetchall(), parts(store)
    do(merging.merge_accounts, account, other, {})
    assert row(store, account)["contact_at"] == at(9) and row(store, other) == {}
    assert {one[2] for one in parts(store)} == {account}
    journal.undo(store)
    assert (store.connection.execute("SELECT * FROM account_rhythm").fetchall(), parts(store)) == before
    assert faults(store.connection) == []


def test_very_many_entries_are_reckoned_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhythm, "_MANY", 10)
    ids = new_ids()
    with store.action("import") as change:
        rows = [{"id": next(ids), "name": f"A{number}", "match_key": "x", "tier": "gold"} for number in range(600)]
        add_rows(change, "account", rows)
    assert store.connection.execute("SELECT count(*) FROM account_rhythm WHERE class = 'gold'").fetchone() == (600,)
    assert faults(store.connection) == []
    monkeypatch.setattr(rhythm, "_MANY", 10_000)
    with store.action("import.more") as change:
        change.change_many("account", [(one["id"], {"tier": "vip"}) for one in rows])
    assert store.connection.execute("SELECT count(*) FROM account_rhythm WHERE class = 'vip'").fetchone() == (600,)
    assert faults(store.connection) == []


# --- always exact ------------------------------------------------------------------------------------------------

_DAYS = st.integers(1, 28)
FIELDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "account": st.fixed_dictionaries(
        {
            "tier": st.sampled_from([*TIERS, None]),
            "status": st.sampled_from(["active", "dormant", "lost"]),
            "status_on": st.sampled_from([None, "2026-10-01"]),
        }
    ),
    "person": st.fixed_dictionaries(
        {
            "account_id": st.just("account"),
            "left_on": st.sampled_from([None, None, "2026-11-01"]),
            "placeholder": st.booleans(),
            "referred_groups": st.sampled_from([None, 20]),
            "referred_cards": st.sampled_from([None, 10]),
        }
    ),
    "role": st.fixed_dictionaries(
        {"person_id": st.just("person"), "account_id": st.just("account"), "role": st.sampled_from(list(ROLES)[-3:])}
    ),
    "touch": st.fixed_dictionaries(
        {
            "account_id": st.just("account"),
            "at": _DAYS.map(at),
            "kind": st.sampled_from(["call", "visit", "senior_visit", "business_meeting", "survey"]),
        }
    ),
    "attendance": st.fixed_dictionaries({"touch_id": st.just("touch"), "person_id": st.just("person")}),
    "follow_up": st.fixed_dictionaries(
        {
            "account_id": st.just("account"),
            "due": _DAYS.map(lambda day: at(day)[:10]),
            "done_at": st.sampled_from([None, NOW]),
        }
    ),
    "snooze": st.fixed_dictionaries(
        {
            "account_id": st.sampled_from(["account", None]),
            "person_id": st.sampled_from(["person", None]),
            "about": st.sampled_from(["cadence", "plan", "win_back"]),
            "until": _DAYS.map(lambda day: at(day)[:10]),
        }
    ),
}
NEEDED: dict[str, dict[str, Any]] = {
    "account": {"name": "x"},
    "person": {"name": "x"},
    "follow_up": {"what": "x"},
}
STEP = st.sampled_from(list(FIELDS)).flatmap(
    lambda noun: st.tuples(
        st.just(noun),
        st.sampled_from(["add", "add", "change", "remove", "restore"]),
        st.integers(0, 3),
        st.integers(0, 3),
        FIELDS[noun],
    )
)


class Course:
    """What may happen to a store, one thing after another."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path)
        self.store.connection.execute("PRAGMA synchronous = OFF")

    def act(self, steps: list[tuple[str, str, int, int, dict[str, Any]]]) -> None:
        with self.store.action("test") as change:
            for noun, verb, pick, other, fields in steps:
                with suppress(errors.StoreError):
                    self.step(change, noun, verb, pick, self.resolved(fields, other))

    def step(self, change: Change, noun: str, verb: str, pick: int, fields: dict[str, Any]) -> None:
        record = self.some(noun, pick)
        if verb == "add":
            change.add(noun, {**NEEDED.get(noun, {}), **fields})
        elif record is not None and verb == "change":
            change.change(noun, record, fields)
        elif record is not None:
            (change.remove if verb == "remove" else change.restore)(noun, record)

    def some(self, noun: str, pick: int) -> str | None:
        """One of the records of a noun, removed or not."""
        ids = [one for (one,) in self.store.connection.execute(f"SELECT id FROM {noun} ORDER BY id")]
        return ids[pick % len(ids)] if ids else None

    def resolved(self, fields: dict[str, Any], pick: int) -> dict[str, Any]:
        """The fields with real ids where they say to whom a record belongs."""
        return {
            name: self.some(value, pick) if name.endswith("_id") and value else value for name, value in fields.items()
        }

    def turn(self, what: Any) -> None:
        with suppress(errors.StoreError):
            if what == "merge":
                first, second = self.some("account", 0), self.some("account", 1)
                with self.store.action("merge") as change:
                    if first and second and first != second:
                        merging.merge_accounts(change, first, second, {})
            elif isinstance(what, str):
                (journal.undo if what == "undo" else journal.redo)(self.store)
            else:
                self.act(what)


@pytest.fixture
def begun(empty_store_file: Path, tmp_path: Path) -> Path:
    """A store with one record of each noun, made once for all the courses."""
    path = Path(shutil.copyfile(empty_store_file, tmp_path / "begun.db"))
    course = Course(path)
    nouns = ("account", "account", "person", "role", "touch", "attendance", "follow_up", "snooze")
    course.act([(noun, "add", 0, number, BEGIN[noun]) for number, noun in enumerate(nouns)])
    course.store.close()
    return path


@settings(max_examples=45, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(
        st.lists(STEP, min_size=1, max_size=8) | st.sampled_from(["undo", "undo", "redo", "merge"]), max_size=10
    )
)
def test_whatever_happens_the_last_contacts_are_what_the_records_say(begun: Path, turns: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(shutil.copyfile(begun, Path(folder) / "book.db")))
        for what in turns:
            course.turn(what)
            assert faults(course.store.connection) == [], what
        course.store.close()


BEGIN: dict[str, dict[str, Any]] = {
    "account": {"tier": "gold"},
    "person": {"account_id": "account"},
    "role": {"person_id": "person", "account_id": "account", "role": "referrer"},
    "touch": {"account_id": "account", "at": at(3), "kind": "visit"},
    "attendance": {"touch_id": "touch", "person_id": "person"},
    "follow_up": {"account_id": "account", "due": "2026-11-09", "done_at": None},
    "snooze": {"account_id": "account", "person_id": None, "about": "cadence", "until": "2026-11-09"},
}


def test_damage_and_being_behind_are_noticed_and_repaired(store: Store, do: Do, account: str, person: str) -> None:
    connection = store.connection
    connection.execute("UPDATE account_rhythm SET contact_at = '2020-01-01T00:00:00.000Z'")
    assert len(faults(connection)) == 1
    rhythm.repair(connection)
    assert faults(connection) == []
    connection.execute("DELETE FROM person_rhythm")
    assert len(faults(connection)) == 1
    connection.execute("UPDATE rhythm_state SET journal = 0")
    assert not rhythm.is_current(connection) and len(faults(connection)) == 1
    path = store.path
    store.close()
    with Store.open(path) as again:
        assert rhythm.is_current(again.connection)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE rhythm_state SET version = 0")
    connection.close()
    with Store.open(path) as again:
        assert rhythm.is_current(again.connection) and faults(again.connection) == []


def test_what_is_refused_leaves_no_trace(store: Store, account: str) -> None:
    before = store.connection.execute("SELECT * FROM account_rhythm").fetchall()
    with pytest.raises(errors.Refused), store.action("test") as change:
        change.change("account", account, {"tier": "vip"})
        raise errors.Refused("no")
    assert store.connection.execute("SELECT * FROM account_rhythm").fetchall() == before
    assert rhythm.is_current(store.connection)


# --- found without a scan ----------------------------------------------------------------------------------------


def test_what_lies_ahead_has_not_happened(store: Store, do: Do, account: str, person: str) -> None:
    log(do, account, 2, "visit", who=(person,))
    log(do, account, 10, "call", who=(person,))
    log(do, account, 30, "business_meeting", who=(person,))
    assert view.list_ahead(store.connection, list(TIERS), list(ROLES), NOW) == {account}
    found = view.get_rhythms(store.connection, [account], NOW)[account]
    assert (found.contact_at, found.face_at, found.meeting_at) == (at(10), at(2), None)
    assert [one.contact_at for one in found.people] == [at(10)]
    later = view.get_rhythms(store.connection, [account], "2026-12-01T00:00:00.000Z")[account]
    assert (later.contact_at, later.face_at, later.meeting_at) == (at(30), at(30), at(30))


def test_no_question_goes_through_the_book(store: Store) -> None:
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    limits = [Limits(kind, NOW, NOW, NOW, NOW, NOW) for kind in TIERS]
    ranges = [Range("gold", clock, NOW) for clock in (*view.MOMENTS, "purchaser")]
    for one in ranges:
        view.list_behind(store.connection, one, "2026-11-21", 20)
    for clock in view.MOMENTS[1:]:
        view.list_without(store.connection, Range("gold", clock, NOW), "2026-11-21", 20)
    view.count_behind(store.connection, limits, ranges[-1:], "2026-11-21", 100)
    view.list_ahead(store.connection, list(TIERS), list(ROLES), NOW)
    view.list_unplanned(store.connection, "gold", "2026-11-21", 20)
    view.count_unplanned(store.connection, "2026-11-21", 20)
    reached = Reached("lost", "2026-10-01", NOW, 182)
    for touched in (True, False):
        view.list_recovering(store.connection, reached, "2026-11-21", NOW, 20, touched=touched)
    view.count_untouched(store.connection, reached, "2026-11-21", 20)
    view.get_rhythms(store.connection, ["x"], NOW)
    store.connection.set_trace_callback(None)
    assert len(asked) > 30
    for query in set(asked):
        plan = [one[3] for one in store.connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        scans = [step for step in plan if step.startswith("SCAN") and not step.startswith(_SCANNED)]
        assert scans == [], f"{query}\n{plan}"
        assert not any("TEMP B-TREE FOR ORDER BY" in step for step in plan if "person_rhythm r" not in query), query


_SCANNED = ("SCAN l", "SCAN limits", "SCAN parts", "SCAN (", "SCAN CONSTANT", "SCAN 2", "SCAN 3", "SCAN 4")
"""What is given with the question itself, or is its answer."""
