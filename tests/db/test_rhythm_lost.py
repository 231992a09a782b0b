"""Tables and indexes of the last contacts that somebody dropped come back."""

import pytest

from karep.db import accounts, rhythm, soundness
from karep.db.store import Store

from .conftest import Do


def kind(store: Store, account_id: str) -> str:
    """The class that is kept of an account."""
    [(found,)] = store.connection.execute("SELECT class FROM account_rhythm WHERE account_id = ?", (account_id,))
    return str(found)


LOST = [
    *(f"DROP TABLE {name}" for name in rhythm.TABLES),
    "DROP TABLE account_rhythm; DROP TABLE rhythm_state; DROP TABLE person_rhythm",
    "DROP INDEX ix_account_rhythm_face",
    "DROP INDEX ix_person_rhythm_contact; DROP INDEX ix_account_rhythm_since",
]


@pytest.mark.parametrize("lost", LOST)
def test_what_is_lost_of_the_tables_is_made_anew_when_the_store_is_opened(store: Store, do: Do, lost: str) -> None:
    account = do(accounts.add_account, {"name": "Acme", "tier": "gold"})
    schema = soundness.digest(soundness._schema_of(store.connection))
    store.connection.executescript(lost)
    assert not rhythm.is_current(store.connection) and soundness.lacks_index_only(store.connection)
    with Store.open(store.path) as opened:
        assert kind(opened, account) == "gold"
        assert soundness.check(opened.connection) == rhythm.faults(opened.connection) == []
        assert soundness.digest(soundness._schema_of(opened.connection)) == schema


def test_the_repair_makes_what_is_lost(store: Store, do: Do) -> None:
    account = do(accounts.add_account, {"name": "Acme", "tier": "gold"})
    store.connection.executescript(LOST[3])
    rhythm.repair(store.connection)
    assert rhythm.is_current(store.connection) and kind(store, account) == "gold"
