"""The schema and its history: models and migrations agree; a migration happens whole or not at all."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from karep.db import backup, errors, file, journal, migrate, soundness, triggers
from karep.db.keys import next_stamp
from karep.db.search import faults
from karep.db.searched import SEARCHED
from karep.db.store import Store
from karep.db.views.finding import find

from .conftest import dumped, visible

NOW, NEXT = file.REVISIONS[-1], f"{int(file.REVISIONS[-1]) + 1:04}"
"""The current revision, and the one after it."""

HEAD = f"""
revision = "{NEXT}"
down_revision = "{NOW}"
"""
FAILS = """
from alembic import op


def upgrade() -> None:
    op.execute("CREATE TABLE shoe (id VARCHAR PRIMARY KEY)")
    op.execute("INSERT INTO shoe SELECT id FROM account")
    op.execute("ALTER TABLE account RENAME TO account_old")
    op.execute("DROP TABLE fact")
    {last}
"""
WORKS = """
from alembic import op
from karep.db import triggers


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN shoe_size INTEGER")
    triggers.install(op.get_bind().connection.driver_connection, ["account"])
"""

Later = Callable[[str], None]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """A program that is one revision further, whose last migration is the given one."""

    def become(script: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT}_next.py").write_text(HEAD + script)
        monkeypatch.setattr(migrate, "MIGRATIONS", folder)
        monkeypatch.setattr(file, "REVISIONS", (*file.REVISIONS, NEXT))
        soundness._schema.cache_clear()

    return become


@pytest.fixture
def old_path(store: Store, account: str, person: str) -> Path:
    """A closed store at the current revision with something in it."""
    store.close()
    return store.path


def test_the_models_are_the_migrated_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    import karep.db.models  # noqa: F401 - importing it is the point

    kept_outside = {"action", "journal", "draft", "recent", "alembic_version"}
    kept_outside |= {"rhythm_state", "account_rhythm", "person_rhythm", "export_log"}

    def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        indexes = ("search_", "ix_account_rhythm", "ix_person_rhythm", "ix_export_log")
        return not (kind in ("table", "index") and name and (name in kept_outside or name.startswith(indexes)))

    with store._models_engine().connect() as connection:
        # a column that was added later has a default for the records that were there before, which the model need not
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_models_columns_are_in_the_tables_order_and_as_required(store: Store) -> None:
    from karep.db.models import BY_NOUN

    assert set(BY_NOUN) == set(triggers.RECORDS)
    for noun, model in BY_NOUN.items():
        migrated = [(row[1], row[2], bool(row[3])) for row in store.connection.execute(f"PRAGMA table_info({noun})")]
        declared = [
            (column.name, str(column.type), not column.nullable)
            for column in model.__table__.columns  # type: ignore[attr-defined]
        ]
        assert sorted(migrated) == sorted(declared)


def test_the_last_revision_is_alembics_head_and_none_is_missing() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [file.REVISIONS[-1]]
    assert [one.revision for one in scripts.walk_revisions()][::-1] == list(file.REVISIONS)


@pytest.mark.parametrize("revision", file.REVISIONS)
def test_the_digest_of_each_schema_is_known(revision: str) -> None:
    """When a revision that nobody has yet is changed, put the new digest into `soundness.SCHEMAS`."""
    assert soundness.SCHEMAS.get(revision) == soundness.digest(soundness._schema(revision))


@pytest.mark.parametrize("table", triggers.RECORDS)
def test_every_table_of_records_has_its_triggers_over_every_column(store: Store, table: str) -> None:
    wanted = {
        statement.split()[2]: statement
        for statement in triggers.statements(table, triggers.watched_columns(store.connection, table))
        if statement.startswith("CREATE")
    }
    found = store.connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
    )
    assert dict(found.fetchall()) == wanted and len(wanted) == 5
    columns = {row[1] for row in store.connection.execute(f"PRAGMA table_info({table})")}
    for name in columns - {"id", "created_at", "changed_at"}:
        assert f'OLD."{name}" IS NOT NEW."{name}"' in wanted[f"journal_change_{table}"]
        assert f'NEW."{name}"' in wanted[f"journal_add_{table}"]


def test_every_table_is_one_of_records_or_of_the_books_own(store: Store) -> None:
    tables = {name for (name,) in store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    inner = {f"search_{noun}_{part}" for noun in SEARCHED for part in ("data", "idx", "config")}
    own = {"action", "journal", "draft", "recent", "search_state", "alembic_version", "sqlite_sequence"}
    own |= {"rhythm_state", "account_rhythm", "person_rhythm", "export_log"}
    assert tables == {*triggers.RECORDS, *own, *(f"search_{noun}" for noun in SEARCHED), *inner}


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return dumped(connection)


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ('op.execute("INSERT INTO nowhere VALUES (1)")', "no such table: nowhere"),
        ("op.execute(\"UPDATE role SET person_id = 'nobody'\")", "may only change inside an action"),
        ("raise ZeroDivisionError", None),
    ],
    ids=["sql", "trigger", "python"],
)
def test_a_migration_that_fails_half_way_changes_nothing(
    old_path: Path, later: Later, last: str, reason: str | None
) -> None:
    before = dump(old_path)
    later(FAILS.format(last=last))
    expected = pytest.raises(errors.StoreError, match=reason) if reason else pytest.raises(ZeroDivisionError)
    with expected:
        Store.open(old_path)
    assert dump(old_path) == before
    assert backup.faults(old_path) == []


def test_a_migration_that_leaves_a_record_pointing_nowhere_changes_nothing(old_path: Path, later: Later) -> None:
    before = dump(old_path)
    later(
        FAILS.format(last='op.execute("CREATE TABLE loose (id REFERENCES account_old (id))")')
        + """    op.execute("INSERT INTO loose VALUES ('nobody')")\n"""
    )
    with pytest.raises(errors.StoreError, match="points nowhere"):
        Store.open(old_path)
    assert dump(old_path) == before


def test_creating_a_store_that_fails_half_way_can_be_done_again(tmp_path: Path, later: Later) -> None:
    path = tmp_path / "new.db"
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(triggers, "install", lambda *_given: (_ for _ in ()).throw(ZeroDivisionError))
        with pytest.raises(ZeroDivisionError):
            Store.open(path)
        assert file.is_new(path)
    with Store.open(path) as store:
        assert backup.check(store.connection) == []


def test_an_older_store_is_backed_up_then_migrated(old_path: Path, later: Later) -> None:
    with Store.open(old_path) as store:
        before = visible(store)
    assert backup.list_backups(old_path) == []
    later(WORKS)
    with Store.open(old_path) as store:
        assert file.revision(store.connection, old_path) == NEXT
        assert [{**row, "shoe_size": None} for row in before["account"]] == visible(store)["account"]
        with store.action("test") as change:
            change.connection.execute("UPDATE account SET shoe_size = 43")
        assert "shoe_size" in store.connection.execute("SELECT max(seq), after FROM journal").fetchone()[1]
        assert store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert backup.check(store.connection) == []
    (made,) = backup.list_backups(old_path)
    assert made.reason == "migration" and backup.faults(made.path) == []
    backup.restore(made.path, old_path)
    with sqlite3.connect(old_path) as back:
        newest = back.execute("SELECT version_num FROM alembic_version").fetchone()
        assert newest == (NEXT,), "an old backup is migrated before it takes the store's place"
    with Store.open(old_path) as store:
        assert file.revision(store.connection, old_path) == NEXT
    assert len(backup.list_backups(old_path)) == 1


def test_without_a_backup_nothing_is_migrated(old_path: Path, later: Later, home: Path) -> None:
    (home / "state").mkdir(parents=True, exist_ok=True)
    (home / "state" / "backups").write_text("a file where the folder should be")
    before = dump(old_path)
    later(WORKS)
    with pytest.raises(errors.StoreError, match=r"backup .* could not be written"):
        Store.open(old_path)
    assert dump(old_path) == before


FIRST = (
    "INSERT INTO account (id, created_at, changed_at, name, status, match_key) "
    "VALUES ('a1', 'x', 'x', '华为', 'active', 'x')",
    "INSERT INTO follow_up (id, created_at, changed_at, account_id, what, due) "
    "VALUES ('f1', 'x', 'x', 'a1', 'call', '2026-12-01')",
    "UPDATE account SET name = '华为技术', tier = 'gold'",
)


def store_of(folder: Path, revision: str, statements: tuple[str, ...]) -> Path:
    """A closed store of an earlier revision in which one action did the given statements."""
    path = folder / f"{revision}.db"
    file.create_private(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate.upgrade(connection, revision)
        connection.execute(
            "INSERT INTO action (id, kind, label, at, stamp, device, open) VALUES ('x', 'x', '', 'x', ?, 'x', 1)",
            (next_stamp("", 0, "x"),),
        )
        for sql in statements:
            connection.execute(sql)
        connection.execute("UPDATE action SET open = 0")
        assert backup.check(connection) == []
    return path


def test_a_store_of_the_first_revision_with_data_becomes_one_of_today(tmp_path: Path) -> None:
    path = store_of(tmp_path, "0001", FIRST)
    with Store.open(path) as store:
        assert file.revision(store.connection, path) == file.REVISIONS[-1]
        assert backup.check(store.connection) == [], "what a migration filled in does not contradict the journal"
        assert faults(store.connection) == []
        assert store.connection.execute("SELECT name, pinned FROM account").fetchall() == [("华为技术", 0)]
        with store.action("test") as change:
            change.change("account", "a1", {"pinned": True})
            change.change("follow_up", "f1", {"aim": "谈框架合同", "bottom_line": "秘密底价"})
        assert backup.check(store.connection) == [] and faults(store.connection) == []
        store.connection.execute("DROP TRIGGER journal_change_account")
        store.connection.execute("DROP TRIGGER journal_keep_account")
        store.connection.execute("UPDATE account SET pinned = 0")
        triggers.install(store.connection, ("account",))
        assert backup.check(store.connection) != [], "but a change behind the journal does"
    (made,) = backup.list_backups(path)
    assert made.reason == "migration" and backup.faults(made.path) == []


SECOND = (
    *FIRST,
    "INSERT INTO touch (id, created_at, changed_at, account_id, at, kind, summary) "
    "VALUES ('t1', 'x', 'x', 'a1', '2026-11-20T01:00:00.000Z', 'visit', '谈框架合同')",
    "INSERT INTO promise (id, created_at, changed_at, account_id, touch_id, owed_by, what, due) "
    "VALUES ('p1', 'x', 'x', 'a1', 't1', 'us', '送样品', '2026-11-27')",
)


def test_a_store_of_the_second_revision_with_data_becomes_one_of_today(tmp_path: Path) -> None:
    path = store_of(tmp_path, "0002", SECOND)
    with Store.open(path) as store:
        assert backup.check(store.connection) == [] and faults(store.connection) == []
        assert store.connection.execute("SELECT moves, first_due, moved_reason FROM promise").fetchall() == [
            (0, None, None)
        ]
        assert store.connection.execute("SELECT moves, touch_id, promise_id, origin FROM follow_up").fetchall() == [
            (0, None, None, None)
        ]
        assert store.connection.execute("SELECT tags, private_note FROM touch").fetchall() == [(None, None)]
        for words, noun in (("谈框架", "touch"), ("样品", "promise"), ("call", "follow_up"), ("hwjs", "account")):
            assert [one.noun for one in find(store.connection, words, today=date(2026, 11, 20))] == [noun], words
        with store.action("test") as change:
            change.change("touch", "t1", {"tags": "样品", "private_note": "王总要走了"})
            change.change("promise", "p1", {"due": "2026-12-01", "first_due": "2026-11-27", "moves": 1})
            change.add("need", {"account_id": "a1", "touch_id": "t1", "what": "交期", "at": change.at})
            change.add("competitor", {"account_id": "a1", "touch_id": "t1", "name": "中兴", "at": change.at})
            change.add("follow_up", {"account_id": "a1", "promise_id": "p1", "what": "送", "due": "2026-12-01"})
        assert backup.check(store.connection) == [] and faults(store.connection) == []
        journal.undo(store)
        assert backup.check(store.connection) == [] and faults(store.connection) == []
        assert store.connection.execute("SELECT count(*) FROM need WHERE removed_at IS NULL").fetchone() == (0,)
        assert store.connection.execute("SELECT private_note FROM touch").fetchone() == (None,)
    (made,) = backup.list_backups(path)
    assert made.reason == "migration" and backup.faults(made.path) == []
