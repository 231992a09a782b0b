"""What a brief is about at any record."""

import pytest

from karep.db.change import Change
from karep.db.store import Store
from karep.db.views.subjects import account_of, subject_of


def _fill(change: Change) -> dict[str, str]:
    account = change.add("account", {"name": "Acme"})
    person = change.add("person", {"name": "Ann", "account_id": account})
    deal = change.add("opportunity", {"name": "Deal", "account_id": account})
    owed = {"account_id": account, "owed_by": "us", "what": "x"}
    return {
        "account": account,
        "person": person,
        "opportunity": deal,
        "follow_up": change.add("follow_up", {"account_id": account, "what": "x", "due": "2026-11-21"}),
        "promise": change.add("promise", owed),
        "promise to Ann": change.add("promise", owed | {"person_id": person}),
        "occasion": change.add("occasion", {"person_id": person, "kind": "birthday", "month": 5, "day": 3}),
        "occasion of Acme": change.add("occasion", {"account_id": account, "kind": "budget", "month": 5, "day": 3}),
        "touch": change.add("touch", {"account_id": account, "at": change.at, "kind": "call"}),
        "objection": change.add("objection", {"account_id": account, "words": "dear", "at": change.at}),
        "need": change.add("need", {"account_id": account, "what": "speed", "at": change.at}),
        "need of Ann": change.add("need", {"account_id": account, "person_id": person, "what": "y", "at": change.at}),
        "competitor": change.add("competitor", {"account_id": account, "name": "Rival", "at": change.at}),
        "tick": change.add("tick", {"opportunity_id": deal, "item_id": "s1.x", "at": change.at}),
        "loose": change.add("person", {"name": "Nobody's"}),
    }


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("account", "account"), ("person", "person"), ("opportunity", "opportunity"), ("follow_up", "follow_up"),
        ("promise", "account"), ("promise to Ann", "person"), ("occasion", "person"), ("occasion of Acme", "account"),
        ("touch", "account"), ("objection", "account"), ("tick", "opportunity"),
        ("need", "account"), ("need of Ann", "person"), ("competitor", "account"),
    ],
)  # fmt: skip
def test_every_record_leads_to_somebody(store: Store, name: str, leads_to: str) -> None:
    with store.action("import") as change:
        ids = _fill(change)
    assert subject_of(store.connection, name.split()[0], ids[name]) == (leads_to, ids[leads_to])


def test_what_leads_nowhere_says_so(store: Store) -> None:
    assert subject_of(store.connection, "festival", "spring") is None
    assert subject_of(store.connection, "promise", "no such id") is None


def test_each_subject_has_its_account(store: Store) -> None:
    with store.action("import") as change:
        ids = _fill(change)
    for noun in ("account", "person", "opportunity", "follow_up"):
        assert account_of(store.connection, noun, ids[noun]) == ids["account"]
    assert account_of(store.connection, "person", ids["loose"]) is None
    assert account_of(store.connection, "festival", "spring") is None
