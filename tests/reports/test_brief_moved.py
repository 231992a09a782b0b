"""The brief when people moved to another account, and when what they had a part in was removed."""

from __future__ import annotations

import pytest

from karep.db import opportunities, people
from karep.db.store import Store
from karep.reports.brief import Subject, brief
from karep.reports.render import as_text
from karep.rules.clock import Clock
from tests.reports.conftest import Add


def told(store: Store, clock: Clock, noun: str, record: str) -> str:
    return as_text(brief(store.connection, Subject(noun, record), clock, private=True))


@pytest.fixture
def max_moved(store: Store, add: Add) -> tuple[str, str]:
    """Max was met at one account, where we promised him something, and works at another one now."""
    former, now = add("account", name="Former"), add("account", name="Now")
    person = add("person", name="Max Mover", account_id=former)
    touch = add("touch", account_id=former, at="2026-11-19T01:00:00Z", kind="visit", summary="talked about pumps")
    add("attendance", touch_id=touch, person_id=person)
    add("promise", account_id=former, person_id=person, owed_by="us", what="pump curves", due="2026-11-15")
    with store.action("test") as change:
        people.change_person(change, person, {"account_id": now})
    return now, person


def test_who_was_met_elsewhere_is_no_first_contact(store: Store, clock: Clock, max_moved: tuple[str, str]) -> None:
    for noun, record in zip(("account", "person"), max_moved, strict=True):
        page = told(store, clock, noun, record)
        assert "First contact" not in page, noun
        assert "talked about pumps" in page, noun


def test_what_we_promised_somebody_follows_them(store: Store, clock: Clock, max_moved: tuple[str, str]) -> None:
    for noun, record in zip(("account", "person"), max_moved, strict=True):
        assert told(store, clock, noun, record).count("pump curves") == 1, noun


def test_a_part_in_a_removed_deal_is_no_part(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Acme")
    person = add("person", name="Pia", account_id=account)
    deal = add("opportunity", account_id=account, name="Pumps", kind="new", stage="S3", status="open")
    add("role", person_id=person, account_id=account, opportunity_id=deal, role="decision_maker")
    assert "Pia · Decision-maker" in told(store, clock, "account", account)
    with store.action("test") as change:
        opportunities.remove_opportunity(change, deal)
    assert "Pia · Decision-maker" not in told(store, clock, "account", account)
