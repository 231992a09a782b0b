"""The search index: always exactly what the records say, whoever changed them and however; made anew when damaged."""

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db import accounts, backup, errors, file, journal, search, triggers
from karep.db.change import Change, validated
from karep.db.imports import add_rows, new_ids
from karep.db.keys import next_stamp
from karep.db.search import faults
from karep.db.searched import SEARCHED
from karep.db.store import Store, _refresh
from karep.db.views.accounts import get_account
from karep.db.views.finding import find
from karep.rules.searching import terms as rules

from .conftest import Do, visible
from .test_verbs_property import KINDS, TEXT, Book

STATE = "SELECT version, journal FROM search_state"


def found(store: Store, noun: str, expression: str) -> set[str]:
    """The ids of the records that the index has for a question to FTS5."""
    rows = store.connection.execute(
        f"SELECT r.id FROM search_{noun} s JOIN {noun} r ON r.rowid = s.rowid WHERE search_{noun} MATCH ?",
        (expression,),
    )
    return {row[0] for row in rows}


def postings(store: Store, noun: str) -> set[tuple[str, int]]:
    """Every term of every record in the index."""
    store.connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_{noun}', 'instance')")
    rows = store.connection.execute("SELECT term, doc FROM temp.words").fetchall()
    store.connection.execute("DROP TABLE temp.words")
    return set(rows)


def everything(store: Store) -> tuple[Any, ...]:
    """The records, the index, and how far that is."""
    index = {noun: postings(store, noun) for noun in SEARCHED}
    return visible(store), index, store.connection.execute(STATE).fetchall()


def counted(store: Store, noun: str) -> int:
    """How many rows FTS5 believes that it has; at none while there is one, it would take its table for damaged."""
    (block,) = store.connection.execute(f"SELECT block FROM search_{noun}_data WHERE id = 1").fetchone()
    number = 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def raw(store: Store, sql: str, *values: Any) -> None:
    """Change records as another program does that knows nothing of the index: inside of an action, with a journal."""
    connection = store.connection
    connection.execute("BEGIN IMMEDIATE")
    last = connection.execute("SELECT coalesce(max(stamp), '') FROM action").fetchone()[0]
    stamp = next_stamp(last, 0, "0" * 8)
    connection.execute(
        "INSERT INTO action (id, kind, label, at, stamp, device, open) VALUES (?, 'x', '', 'x', ?, 'x', 1)",
        (stamp, stamp),
    )
    connection.execute(sql, values)
    connection.execute("UPDATE action SET open = 0 WHERE open = 1")
    connection.execute("COMMIT")


# --- what is searched --------------------------------------------------------------------------------------------


def test_every_searched_column_is_there_and_the_bottom_line_is_not_searched(store: Store) -> None:
    for noun, searched in SEARCHED.items():
        columns = {row[1] for row in store.connection.execute(f"PRAGMA table_info({noun})")}
        assert set(searched.columns) <= columns and len(set(searched.columns)) == len(searched.columns)
    assert "bottom_line" not in SEARCHED["follow_up"].columns
    assert set(SEARCHED) <= set(triggers.RECORDS)


def test_the_version_is_that_of_the_terms() -> None:
    assert search.VERSION == rules.TERMS_VERSION


@pytest.mark.parametrize("noun", SEARCHED)
def test_every_searched_column_is_found_and_forgotten_again(noun: str, store: Store, do: Do) -> None:
    account = do(Change.add, "account", {"name": "Anker"})
    person = do(Change.add, "person", {"name": "Berta", "account_id": account})
    deal = do(Change.add, "opportunity", {"name": "Coil", "account_id": account})
    needed: dict[str, dict[str, Any]] = {
        "account": {"name": "x"},
        "person": {"name": "x"},
        "opportunity": {"account_id": account, "name": "x"},
        "touch": {"account_id": account, "at": "2026-11-20T09:00:00.000Z"},
        "promise": {"account_id": account, "owed_by": "us", "what": "x"},
        "follow_up": {"account_id": account, "what": "x", "due": "2026-12-01"},
        "preference": {"person_id": person, "kind": "food", "text": "x"},
        "fact": {"account_id": account, "name": "x"},
        "objection": {"account_id": account, "at": "2026-11-20T09:00:00.000Z"},
        "need": {"account_id": account, "what": "x", "at": "2026-11-20T09:00:00.000Z"},
        "competitor": {"account_id": account, "name": "x", "at": "2026-11-20T09:00:00.000Z"},
        "concession": {"account_id": account, "opportunity_id": deal, "give": "x"},
        "remark": {"period": "2026-W47", "part": "help", "text": "x"},
    }
    record = do(Change.add, noun, needed[noun])
    searched = SEARCHED[noun]
    for column in (*searched.names, *searched.texts, *searched.confidential):
        word = "q" + column.replace("_", "")
        do(Change.change, noun, record, {column: f"{word}@example.org" if column == "email" else word})
        assert found(store, noun, f'"{word}"') == {record}, column
        do(Change.change, noun, record, {column: "other" if column in needed[noun] else None})
        assert found(store, noun, f'"{word}"') == set(), column
    for column in searched.phones:
        do(Change.change, noun, record, {column: "+86 755 1234 5678"})
        assert found(store, noun, " ".join(f'"{term}"' for term in rules.terms_of((), ("+86-755-12345678",), ()))) == {
            record
        }
        do(Change.change, noun, record, {column: None})
    if searched.tier:
        do(Change.change, noun, record, {"tier": "gold"})
        assert found(store, noun, f'"{rules.tier_term("gold")}"') == {record}
    assert faults(store.connection) == []


def test_a_removed_record_is_not_in_the_index_until_it_comes_back(store: Store, do: Do, account: str) -> None:
    assert found(store, "account", '"华为"') == {account}
    do(accounts.remove_account, account)
    assert found(store, "account", '"华为"') == set() == postings(store, "account")
    assert counted(store, "account") == 0
    with pytest.raises(errors.NotFound):
        do(accounts.change_account, account, {"name": "中兴"})
    do(accounts.restore_account, account)
    assert found(store, "account", '"华为"') == {account} and counted(store, "account") == 1
    assert faults(store.connection) == []


def test_a_record_that_changes_over_and_over_stays_one_row(store: Store, do: Do, account: str) -> None:
    for number in range(40):
        do(accounts.change_account, account, {"name": "x" * (number % 3 + 1), "note": None if number % 2 else "y z"})
    assert counted(store, "account") == 1 and faults(store.connection) == []


def test_what_changes_several_times_in_one_action_is_indexed_once(store: Store, account: str) -> None:
    with store.action("test") as change:
        for name in ("中兴", "比亚迪", "腾讯"):
            change.change("account", account, {"name": name})
        added = change.add("account", {"name": "阿里"})
        change.change("account", added, {"name": "百度"})
        gone = change.add("account", {"name": "京东"})
        change.remove("account", gone)
    assert found(store, "account", '"腾讯"') == {account} and found(store, "account", '"百度"') == {added}
    for word in ("华为", "中兴", "比亚", "阿里", "京东"):
        assert found(store, "account", f'"{word}"') == set(), word
    assert faults(store.connection) == []


# --- always exact ------------------------------------------------------------------------------------------------


class Course:
    """What may happen to a store, one thing after another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = self._open()

    def _open(self) -> Store:
        store = Store.open(self.path)
        store.connection.execute("PRAGMA synchronous = OFF")
        return store

    def turn(self, what: Any) -> None:
        """Do it; what is refused leaves no trace."""
        with suppress(errors.StoreError):
            if isinstance(what, str):
                TURNS[what](self)
            else:
                self.act(what)

    def act(self, steps: list[tuple[str, int, str]]) -> None:
        book = Book(self.store)
        with self.store.action("test") as change:
            for kind, pick, text in steps:
                book.step(change, kind, pick, text)

    def undo(self) -> None:
        journal.undo(self.store)

    def redo(self) -> None:
        journal.redo(self.store)

    def refused(self) -> None:
        with self.store.action("test") as change:
            change.add("account", {"name": "不要"})
            raise errors.Refused("no")

    def elsewhere(self) -> None:
        raw(self.store, "UPDATE account SET note = coalesce(note, '') || ' 别处', removed_at = NULL WHERE rowid % 2")

    def open(self) -> None:
        self.store.close()
        self.store = self._open()

    def import_rows(self) -> None:
        ids = new_ids()
        with self.store.action("import") as change:
            for noun in ("account", "person"):
                rows = [{"id": next(ids), "name": f"进口 {noun} {number}", "match_key": "x"} for number in range(3)]
                add_rows(change, noun, rows)
            change.change_many("account", [(rows[0]["id"], {"name": "nobody"})])


TURNS = {
    "undo": Course.undo,
    "redo": Course.redo,
    "refused": Course.refused,
    "elsewhere": Course.elsewhere,
    "import": Course.import_rows,
    "open": Course.open,
}
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 6), TEXT), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(STEPS | st.sampled_from(list(TURNS)), min_size=1, max_size=8))
def test_whatever_happens_the_index_is_what_the_records_say(empty_store_file: Path, turns: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(shutil.copyfile(empty_store_file, Path(folder) / "book.db")))
        course.act([("account", 0, "华为"), ("person", 0, "王"), ("touch", 0, "frame contract")])
        late = False
        for what in turns:
            course.turn(what)
            behind = not search.is_current(course.store.connection)
            assert late or what == "elsewhere" or not behind, "only another program leaves it behind"
            late = behind
            if not late:
                assert faults(course.store.connection) == [], what
        course.open()
        assert faults(course.store.connection) == []
        for noun in SEARCHED:
            live = course.store.connection.execute(f"SELECT count(*) FROM {noun} WHERE removed_at IS NULL")
            assert counted(course.store, noun) == live.fetchone()[0]
        before = {noun: postings(course.store, noun) for noun in SEARCHED}
        search.repair(course.store.connection)
        assert {noun: postings(course.store, noun) for noun in SEARCHED} == before
        course.store.close()


def test_the_sample_book_is_indexed_exactly(store: Store) -> None:
    from datetime import date

    from karep.demo.generate import make_sample

    make_sample(store, date(2026, 11, 21))
    assert faults(store.connection) == []
    assert all(postings(store, noun) for noun in SEARCHED)
    journal.undo(store)
    assert not any(postings(store, noun) for noun in SEARCHED) and faults(store.connection) == []


def test_many_rows_at_once_are_indexed_as_one_by_one(store: Store, tmp_path: Path, do: Do) -> None:
    names = [f"客户 {number} Company" for number in range(300)]
    with store.action("import") as change:
        change.add_many("account", [validated("account", {"id": f"id{n:04}", "created_at": change.at,
                                                          "changed_at": change.at, "name": n_name})
                                    for n, n_name in enumerate(names)])  # fmt: skip
    assert len(found(store, "account", '"company"')) == 300 and faults(store.connection) == []
    with store.action("import") as change:
        change.change_many("account", [(f"id{n:04}", {"name": "其他"}) for n in range(0, 300, 2)])
    assert len(found(store, "account", '"company"')) == 150 == len(found(store, "account", '"其他"'))
    assert faults(store.connection) == []


# --- one transaction ---------------------------------------------------------------------------------------------


def test_an_exception_inside_an_action_leaves_index_and_records_together(store: Store, account: str) -> None:
    before = everything(store)
    with pytest.raises(ZeroDivisionError), store.action("test") as change:
        change.change("account", account, {"name": "中兴"})
        search.catch_up(change.connection)
        assert found(store, "account", '"中兴"') == {account}, "the index was written already"
        change.add("touch", {"account_id": account, "at": change.at, "summary": "报价"})
        raise ZeroDivisionError
    assert everything(store) == before and faults(store.connection) == []


def test_a_commit_that_fails_leaves_index_and_records_together(store: Store, account: str) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM account").fetchall()
        store.connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(errors.StoreBusy), store.action("test") as change:
            change.change("account", account, {"name": "中兴"})
    assert found(store, "account", '"华为"') == {account} and faults(store.connection) == []


# --- opening -----------------------------------------------------------------------------------------------------


def test_what_another_program_wrote_is_in_the_index_when_the_store_is_opened(store: Store, account: str) -> None:
    raw(store, "UPDATE account SET name = '中兴通讯'")
    raw(store, "INSERT INTO touch (id, created_at, changed_at, account_id, at, kind, summary) "
               "VALUES ('t', 'x', 'x', ?, 'x', 'visit', '谈报价')", account)  # fmt: skip
    assert found(store, "account", '"中兴"') == set() and faults(store.connection) != []
    store.close()
    with Store.open(store.path) as again:
        assert found(again, "account", '"中兴"') == {account} and found(again, "touch", '"报价"') == {"t"}
        assert found(again, "account", '"华为"') == set() and faults(again.connection) == []


def test_what_another_program_wrote_is_in_the_index_after_the_next_action(store: Store, do: Do, account: str) -> None:
    raw(store, "UPDATE account SET name = '中兴通讯'")
    do(accounts.add_account, {"name": "比亚迪"})
    assert found(store, "account", '"中兴"') == {account} and faults(store.connection) == []


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE search_state SET version = 0",
        f"UPDATE search_state SET version = {search.VERSION + 1}",
        "UPDATE search_state SET journal = 10000",
        "DELETE FROM search_state",
        "UPDATE search_state SET journal = 'none'",
    ],
)
def test_an_index_of_other_terms_or_of_no_known_state_is_made_anew_when_opened(
    store: Store, account: str, spoil: str
) -> None:
    store.connection.execute(spoil)
    store.connection.execute("INSERT INTO search_account (search_account, rank) VALUES ('delete-all', NULL)")
    store.close()
    with Store.open(store.path) as again:
        assert search.is_current(again.connection) and faults(again.connection) == []
        assert found(again, "account", '"华为"') == {account}


def test_an_index_of_a_later_program_is_left_to_it(store: Store, do: Do, account: str) -> None:
    store.connection.execute(f"UPDATE search_state SET version = {search.VERSION + 1}")
    before = store.connection.execute(STATE).fetchall()
    do(accounts.change_account, account, {"name": "中兴"})
    assert store.connection.execute(STATE).fetchall() == before
    assert found(store, "account", '"华为"') == {account}


def test_opening_a_current_store_only_looks(store: Store, account: str) -> None:
    statements: list[str] = []
    store.connection.set_trace_callback(statements.append)
    assert search.is_current(store.connection)
    plan = store.connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}").fetchall()
    store.connection.set_trace_callback(None)
    assert not any("journal" in row[3] and "SCAN" in row[3] and "SEARCH" not in row[3] for row in plan if row[3])
    store.close()
    before = store.path.read_bytes()
    with Store.open(store.path):
        pass
    assert store.path.read_bytes() == before


def test_a_store_of_the_first_revision_is_filled_when_it_is_opened(first_revision: Path) -> None:
    kept = first_revision.with_name("kept.db")
    shutil.copyfile(first_revision, kept)
    for path in (first_revision, kept):
        if path is kept:
            backup.restore(kept, first_revision)
        with Store.open(first_revision) as store:
            assert file.revision(store.connection, first_revision) == file.REVISIONS[-1]
            assert found(store, "account", '"华为"') == {"a1"} and found(store, "touch", '"报价"') == {"t1"}
            assert found(store, "account", '"中兴"') == set(), "it was removed"
            assert faults(store.connection) == [] and backup.check(store.connection) == []


@pytest.fixture
def first_revision(tmp_path: Path) -> Path:
    """A closed store of the first revision with a little in it."""
    from karep.db import migrate

    path = tmp_path / "first.db"
    file.create_private(path)
    connection = sqlite3.connect(path, isolation_level=None)
    migrate.upgrade(connection, "0001")
    store = Store(connection, path)
    for sql in (
        "INSERT INTO account (id, created_at, changed_at, name, status, match_key) VALUES "
        "('a1', 'x', 'x', '华为技术', 'active', 'x'), ('a2', 'x', 'x', '中兴通讯', 'active', 'x')",
        "INSERT INTO touch (id, created_at, changed_at, account_id, at, kind, summary) "
        "VALUES ('t1', 'x', 'x', 'a1', 'x', 'visit', '谈报价 offer')",
        "UPDATE account SET removed_at = 'x' WHERE id = 'a2'",
    ):
        raw(store, sql)
    connection.close()
    return path


# --- damage ------------------------------------------------------------------------------------------------------

DAMAGES = {
    "a term too many": "INSERT INTO search_account (rowid, terms) VALUES (1, 'nonsense')",
    "a term of another record": "INSERT INTO search_account (rowid, terms) VALUES (77, '华为')",
    "a term too few": "INSERT INTO search_account (search_account, rowid, terms) VALUES ('delete', 1, '华为')",
    "nothing left": "INSERT INTO search_account (search_account, rank) VALUES ('delete-all', NULL)",
    "a block gone": "DELETE FROM search_account_data WHERE id > 10",
    "all blocks gone": "DELETE FROM search_account_data",
    "blocks of rubbish": "UPDATE search_account_data SET block = x'00ff00ff00ff00ff'",
    "the structure spoilt": "UPDATE search_account_data SET block = zeroblob(9) WHERE id = 10",
    "no configuration": "DELETE FROM search_account_config",
}


def damaged(store: Store, kind: str) -> Path:
    """Damage the index and close the store."""
    store.connection.execute(DAMAGES[kind])
    store.close()
    return store.path


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_noticed_and_repaired(store: Store, account: str, kind: str) -> None:
    with Store.open(damaged(store, kind)) as again:
        assert faults(again.connection) != []
        assert all("Account" in fault and "--repair" in fault for fault in faults(again.connection))
        search.repair(again.connection)
        assert faults(again.connection) == [] and backup.check(again.connection) == []
        assert found(again, "account", '"华为"') == {account}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_keeps_nothing_from_being_saved(store: Store, account: str, kind: str) -> None:
    with Store.open(damaged(store, kind)) as again:
        for name in ("中兴", "比亚迪"):
            with again.action("test") as change:
                change.change("account", account, {"name": name})
        assert visible(again)["account"][0]["name"] == "比亚迪"
        search.repair(again.connection)
        assert faults(again.connection) == []


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_in_the_index_spoils_no_backup(store: Store, account: str, kind: str) -> None:
    path = damaged(store, kind)
    with Store.open(path) as again:
        made = backup.make(again.connection, path)
    assert backup.faults(made.path) == []
    backup.restore(made.path, path)
    with Store.open(path) as back:
        assert visible(back)["account"][0]["id"] == account


def test_a_record_behind_the_journal_is_noticed(store: Store, account: str) -> None:
    store.connection.execute("DROP TRIGGER journal_keep_account")
    store.connection.execute("DROP TRIGGER journal_change_account")
    store.connection.execute("UPDATE account SET name = '中兴'")
    assert faults(store.connection) != []


def test_only_the_nouns_at_fault_are_named(store: Store, account: str, person: str) -> None:
    store.connection.execute("INSERT INTO search_person (rowid, terms) VALUES (1, 'nonsense')")
    (fault,) = faults(store.connection)
    assert "Person" in fault and "Account" not in fault


def test_the_faults_of_a_file_that_may_only_be_read(store: Store, account: str) -> None:
    store.close()
    with closing(sqlite3.connect(f"{store.path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as only:
        assert faults(only) == []


def test_postings_that_changed_places_are_noticed(store: Store, do: Do) -> None:
    """The sums of numbers are equal then: 1 and 4 instead of 2 and 3."""
    for name in ("红", "绿", "绿", "红"):
        do(accounts.add_account, {"name": name})
    for rowid, old, new in ((1, "红", "绿"), (4, "红", "绿"), (2, "绿", "红"), (3, "绿", "红")):
        store.connection.execute(
            "INSERT INTO search_account (search_account, rowid, terms) VALUES ('delete', ?, ?)", (rowid, old)
        )
        store.connection.execute("INSERT INTO search_account (rowid, terms) VALUES (?, ?)", (rowid, new))
    assert faults(store.connection) != []


# --- a foreign file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER strange AFTER INSERT ON search_account_data BEGIN SELECT 1; END",
        "CREATE INDEX strange ON search_account_data (block)",
        "CREATE TABLE search_account_other (id)",
        "CREATE TABLE search_account_content (id INTEGER PRIMARY KEY, c0 DEFAULT (abs(-1)))",
        "CREATE TABLE search_account_content (id INTEGER PRIMARY KEY, c0 CHECK (c0 > 1))",
        "CREATE TABLE search_account_content (id INTEGER PRIMARY KEY, c0 AS (id + 1))",
        "CREATE VIEW search_account_content AS SELECT 1",
        "CREATE TABLE search_role_data (id INTEGER PRIMARY KEY, block BLOB)",
    ],
)
def test_what_is_no_table_of_the_index_is_strange(store: Store, sql: str) -> None:
    assert backup.check(store.connection) == []
    store.connection.execute(sql)
    (fault,) = backup.check(store.connection)
    assert "schema" in fault


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE 'search_account_data'(id INTEGER PRIMARY KEY, block BLOB)",
        "CREATE TABLE 'search_account_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
        "CREATE TABLE 'search_account_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER)",
        "CREATE TABLE 'search_account_config'(k PRIMARY KEY, v) WITHOUT ROWID",
    ],
)
def test_the_tables_of_the_index_may_look_as_any_sqlite_makes_them(sql: str) -> None:
    from karep.db import soundness

    name = sql.split("'")[1]
    assert soundness._is_plain_table(("table", name, name, sql), {name})


@pytest.mark.parametrize(
    "message",
    [
        "malformed inverted index for FTS5 table main.search_touch",
        "unable to validate the inverted index for FTS5 table main.search_touch: database disk image is malformed",
        'fts5: corrupt structure record for table "search_touch"',
        'fts5: corruption found reading blob 10 from table "search_touch"',
    ],
)
def test_what_newer_sqlites_say_of_the_index_is_no_fault_of_the_pages(message: str) -> None:
    from karep.db import soundness

    assert soundness._OF_THE_INDEX.search(message)
    assert not soundness._OF_THE_INDEX.search("row 3 missing from index ix_touch_at")
    assert not soundness._OF_THE_INDEX.search("Tree 40 page 71: btreeInitPage() returns error code 11")


# --- cost --------------------------------------------------------------------------------------------------------


def test_following_the_journal_reads_nothing_that_grows(store: Store, do: Do, account: str, person: str) -> None:
    statements: list[str] = []
    raw(store, "UPDATE account SET name = '中兴'")
    raw(store, "INSERT INTO touch (id, created_at, changed_at, account_id, at, kind, summary) "
               "VALUES ('t', 'x', 'x', ?, 'x', 'visit', '谈报价')", account)  # fmt: skip
    store.connection.set_trace_callback(statements.append)
    search.catch_up(store.connection)
    store.connection.set_trace_callback(None)
    reads = [sql for sql in statements if sql.startswith("SELECT") and "search_" not in sql.replace("search_state", "")]
    plans = [row[3] for sql in reads for row in store.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("j USING INTEGER PRIMARY KEY (rowid>?)" in step for step in plans), plans
    assert [step for step in plans if step.startswith("SCAN") and step not in ("SCAN search_state",)] == []


def test_terms_that_changed_have_a_new_version() -> None:
    """When it fails: put the new digest here, and once a release has had these terms, raise both versions by one."""
    made = rules.terms_of(
        ("重庆长城 Müller-TCL (2025)", "曾总"), ("+86 755-1234 5678",), ("谈框架合同 the frame contract 12345",), "gold"
    )
    digest = sha256(" ".join(sorted(made)).encode()).hexdigest()[:16]
    assert (search.VERSION, digest) == (2, "812492883a517d51")


def test_a_store_whose_index_cannot_catch_up_is_read_all_the_same(store: Store, account: str) -> None:
    store.connection.execute("UPDATE search_state SET journal = 0")
    store.close()
    store.path.chmod(0o400)
    with closing(sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        _refresh(connection, store.path)
        assert get_account(connection, account) is not None
        with pytest.raises(errors.StoreError, match="index is behind"):
            find(connection, "a", today=date(2026, 11, 21))
