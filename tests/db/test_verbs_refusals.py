"""What the verbs refuse: with the field at fault, and nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest

from karep.db import accounts, errors, follow_ups, objections, occasions, opportunities, people, promises, touches
from karep.db.store import Store

from .conftest import Do

STEP = {"account_id": "{account}", "what": "x", "due": "2026-12-01"}
CASES: dict[str, tuple[Callable[..., Any], dict[str, Any], str]] = {
    "no name": (accounts.add_account, {}, "name"),
    "blank name": (accounts.add_account, {"name": "  "}, "name"),
    "name of marks only is fine, tier is not": (accounts.add_account, {"name": "？", "tier": "tin"}, "tier"),
    "status": (accounts.add_account, {"name": "A", "status": "gone"}, "status"),
    "employees": (accounts.add_account, {"name": "A", "employees": -1}, "employees"),
    "long name": (accounts.add_account, {"name": "长" * 401}, "name"),
    "stance": (people.add_person, {"name": "王", "stance": 3}, "stance"),
    "left": (people.add_person, {"name": "王", "left_on": "2026-02-30"}, "left_on"),
    "month": (occasions.add_occasion, {"account_id": "{account}", "month": 13}, "month"),
    "kind of touch": (touches.log_touch, {"account_id": "{account}", "kind": "telepathy"}, "kind"),
    "moment without zone": (touches.log_touch, {"account_id": "{account}", "at": "2026-11-20T10:00"}, "at"),
    "no account": (touches.log_touch, {"summary": "x"}, "account_id"),
    "owed by": (promises.add_promise, {"account_id": "{account}", "what": "x", "owed_by": "me"}, "owed_by"),
    "no what": (promises.add_promise, {"account_id": "{account}"}, "what"),
    "no due": (follow_ups.add_follow_up, {"account_id": "{account}", "what": "x"}, "due"),
    "time": (follow_ups.add_follow_up, {**STEP, "due_time": "25:00"}, "due_time"),
    "zone": (follow_ups.add_follow_up, {**STEP, "zone": "Mars"}, "zone"),
    "stage": (opportunities.add_opportunity, {"account_id": "{account}", "name": "x", "stage": "S9"}, "stage"),
    "outcome": (objections.add_objection, {"account_id": "{account}", "outcome": "maybe"}, "outcome"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_names_the_field(name: str, do: Do, account: str, content: Callable[[], Any]) -> None:
    verb, values, field = CASES[name]
    before = content()
    filled = {key: account if value == "{account}" else value for key, value in values.items()}
    with pytest.raises(errors.Refused) as refused:
        do(verb, filled)
    assert refused.value.field == field
    assert content() == before


def test_nothing_of_a_touch_is_stored_when_one_part_is_refused(
    do: Do, account: str, person: str, content: Callable[[], Any]
) -> None:
    before = content()
    with pytest.raises(errors.Refused, match="Due"):
        do(touches.log_touch, {"account_id": account}, people=[person], promises=[{"what": "x", "due": "soon"}])
    assert content() == before


@pytest.mark.parametrize(
    ("reason", "revisit_on", "field"),
    [("", "2027-01-01", "lost_reason"), (" ", None, "lost_reason"), ("价格", None, "revisit_on")],
)
def test_a_loss_needs_its_reason_and_the_day_to_ask_again(
    do: Do, deal: str, reason: str, revisit_on: str | None, field: str
) -> None:
    with pytest.raises(errors.Refused) as refused:
        do(opportunities.lose, deal, reason, revisit_on)
    assert refused.value.field == field
    with pytest.raises(errors.Refused) as refused:
        do(opportunities.change_opportunity, deal, {"status": "lost", "lost_reason": reason, "revisit_on": revisit_on})
    assert refused.value.field == field


def test_a_move_goes_to_another_stage(do: Do, deal: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        do(opportunities.move_stage, deal, "S3")
    assert refused.value.field == "stage"
    with pytest.raises(errors.Refused) as refused:
        do(opportunities.move_stage, deal, "S0")
    assert refused.value.field == "stage"


def test_a_circle_of_parents_is_refused(do: Do, account: str) -> None:
    middle = do(accounts.add_account, {"name": "中", "parent_id": account})
    below = do(accounts.add_account, {"name": "下", "parent_id": middle})
    for above in (account, middle, below):
        with pytest.raises(errors.Refused) as refused:
            do(accounts.change_account, account, {"parent_id": above})
        assert refused.value.field == "parent_id"


def test_nobody_reports_to_themselves(do: Do, account: str, person: str) -> None:
    below = do(people.add_person, {"name": "李", "account_id": account, "reports_to_id": person})
    for above in (person, below):
        with pytest.raises(errors.Refused) as refused:
            do(people.change_person, person, {"reports_to_id": above})
        assert refused.value.field == "reports_to_id"


def test_roles_need_an_account_and_a_known_part(do: Do, account: str, person: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        do(people.add_person, {"name": "王"}, roles=["user"])
    assert refused.value.field == "account_id"
    with pytest.raises(errors.Refused) as refused:
        do(people.set_roles, person, account, ["king"])
    assert refused.value.field == "role"


@pytest.mark.parametrize(
    "verb", [accounts.change_account, people.change_person, opportunities.change_opportunity, touches.change_touch]
)
def test_what_is_not_there_cannot_be_changed(do: Do, verb: Callable[..., Any]) -> None:
    with pytest.raises(errors.NotFound):
        do(verb, "nobody", {"note": "x"})


def test_a_removed_deal_cannot_be_moved(do: Do, store: Store, deal: str, content: Callable[[], Any]) -> None:
    do(opportunities.remove_opportunity, deal)
    before = content()
    with pytest.raises(errors.NotFound):
        do(opportunities.move_stage, deal, "S4")
    assert content() == before
