"""Drafts: half-typed text is kept letter for letter, outside the journal."""

import pytest

from karep.db import drafts
from karep.db.store import Store

from .hostile import HOSTILE


def test_a_draft_survives_closing_the_store(store: Store) -> None:
    typed = {"name": "华为", "note": "第一行\n第二行", "empty": ""}
    drafts.keep_draft(store.connection, "account.add", typed)
    path = store.path
    store.close()
    with Store.open(path) as again:
        assert drafts.get_draft(again.connection, "account.add") == typed
        assert drafts.get_draft(again.connection, "account.change|account_id=1") is None


def test_typing_on_replaces_the_draft_and_dropping_forgets_it(store: Store) -> None:
    for text in ("华", "华为"):
        drafts.keep_draft(store.connection, "a", {"name": text})
    drafts.keep_draft(store.connection, "b", {"name": "中兴"})
    assert drafts.get_draft(store.connection, "a") == {"name": "华为"}
    assert {key for key, _at in drafts.list_drafts(store.connection)} == {"a", "b"}
    drafts.drop_draft(store.connection, "a")
    drafts.drop_draft(store.connection, "never there")
    assert drafts.get_draft(store.connection, "a") is None
    assert [key for key, _at in drafts.list_drafts(store.connection)] == ["b"]


def test_the_newest_draft_comes_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(["2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z", "2026-01-01T00:00:00.000Z"])
    monkeypatch.setattr(drafts, "moment", lambda: next(moments))
    for key in ("second", "first", "third"):
        drafts.keep_draft(store.connection, key, {})
    assert [key for key, _at in drafts.list_drafts(store.connection)] == ["first", "second", "third"]


def test_hostile_texts_come_back_as_they_were_typed(store: Store) -> None:
    typed = {f"field {n}": text for n, text in enumerate((*HOSTILE, "a\0b", "\ud800", "\udc00\ud800"))}
    drafts.keep_draft(store.connection, "k'\"\\\n", typed)
    assert drafts.get_draft(store.connection, "k'\"\\\n") == typed


def test_a_draft_is_no_action(store: Store) -> None:
    drafts.keep_draft(store.connection, "a", {"name": "x"})
    drafts.drop_draft(store.connection, "a")
    assert store.connection.execute("SELECT count(*) FROM action").fetchone() == (0,)
    assert not store.connection.in_transaction
