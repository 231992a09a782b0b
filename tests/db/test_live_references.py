"""What was removed, or merged into another, takes nothing up any more: the refusal names it, nothing is stored."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db import (
    accounts,
    competitors,
    follow_ups,
    journal,
    log_lines,
    needs,
    objections,
    opportunities,
    people,
    promises,
)
from karep.db import merging as merges
from karep.db import touches as happened
from karep.db.errors import Refused
from karep.db.store import Store
from karep.db.views.log_lines import at_hand, understand
from karep.rules.clock import Clock

from .conftest import Content, Do

CLOCK = Clock.at(date(2026, 11, 20), zone="Asia/Shanghai")
VERBS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "person": (people.add_person, {"name": "李敏"}),
    "touch": (happened.log_touch, {"summary": "x"}),
    "promise": (promises.add_promise, {"what": "x"}),
    "follow_up": (follow_ups.add_follow_up, {"what": "x", "due": "2026-12-01"}),
    "objection": (objections.add_objection, {"words": "x"}),
    "need": (needs.add_need, {"what": "x"}),
    "competitor": (competitors.add_competitor, {"name": "x"}),
}


@pytest.mark.parametrize("noun", VERBS)
def test_a_removed_account_takes_nothing_up(noun: str, do: Do, account: str, content: Callable[[], Content]) -> None:
    do(accounts.remove_account, account)
    before = content()
    verb, values = VERBS[noun]
    with pytest.raises(Refused, match=r"“华为技术有限公司” \(Account\) was removed or merged") as refused:
        do(verb, {"account_id": account, **values})
    assert (refused.value.noun, refused.value.field) == (noun, "account_id")
    assert content() == before
    do(accounts.restore_account, account)
    do(verb, {"account_id": account, **values})
    assert content() != before


@pytest.mark.parametrize("noun", ["promise", "follow_up", "need"])
def test_neither_does_a_removed_person(noun: str, do: Do, account: str, person: str) -> None:
    do(people.remove_person, person)
    verb, values = VERBS[noun]
    with pytest.raises(Refused, match=r"“王建国” \(Person\) was removed"):
        do(verb, {"account_id": account, "person_id": person, **values})


def test_a_record_is_not_put_on_what_was_removed_but_may_stay_there(do: Do, account: str) -> None:
    other = do(accounts.add_account, {"name": "比亚迪"})
    step = do(follow_ups.add_follow_up, {"account_id": account, "what": "x", "due": "2026-12-01"})
    do(accounts.remove_account, other)
    with pytest.raises(Refused, match="“比亚迪”"):
        do(follow_ups.change_follow_up, step, {"account_id": other})
    do(accounts.remove_account, account)
    do(follow_ups.change_follow_up, step, {"account_id": account, "what": "y"})


@pytest.mark.parametrize("gone", ["account", "person", "deal", "merged account", "merged person"])
def test_a_line_understood_before_is_refused_whole(
    gone: str, do: Do, store: Store, account: str, person: str, deal: str, content: Callable[[], Content]
) -> None:
    other = do(accounts.add_account, {"name": "比亚迪"})
    namesake = do(people.add_person, {"account_id": other, "name": "王建"})
    given = at_hand(store.connection, {"account_id": account, "opportunity_id": deal})
    said = understand(store.connection, "王建国 电话 谈价格 我方:周五报价", given, today=CLOCK.today)
    assert said.account and said.deal and said.people and said.people[0].person
    verbs: dict[str, tuple[Any, ...]] = {
        "account": (accounts.remove_account, account),
        "person": (people.remove_person, person),
        "deal": (opportunities.remove_opportunity, deal),
        "merged account": (merges.merge_accounts, other, account, {}),
        "merged person": (merges.merge_people, namesake, person, {}),
    }
    do(*verbs[gone])
    before = content()
    name = {"person": "王建国", "deal": "框架合同"}.get(gone.removeprefix("merged "), "华为技术有限公司")
    with pytest.raises(Refused, match=f"“{name}” .* was removed or merged in the meantime: undo that"):
        do(log_lines.store_line, said, CLOCK)
    assert content() == before
    journal.undo(store)
    do(log_lines.store_line, said, CLOCK)
    assert len(content()["touch"]) == 1


def test_a_merge_does_not_put_anybody_below_who_was_removed(do: Do, store: Store, account: str, person: str) -> None:
    chief = do(people.add_person, {"account_id": account, "name": "陈总"})
    other = do(people.add_person, {"account_id": account, "name": "王建國", "reports_to_id": chief})
    do(people.remove_person, chief)
    do(merges.merge_people, person, other, {})
    query = "SELECT reports_to_id FROM person WHERE id = ?"
    assert store.connection.execute(query, (person,)).fetchone()[0] != chief
