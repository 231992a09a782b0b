"""Needs and competitors: what is listed, in which order, and what is not there any more."""

from datetime import date

import pytest

from karep.db import accounts, competitors, errors, needs, opportunities
from karep.db.store import Store
from karep.db.views.competitors import get_competitor, list_competitors
from karep.db.views.needs import get_need, list_needs

from .conftest import Do


def test_needs_are_listed_newest_first_with_whose_they_are(do: Do, store: Store, account: str, person: str) -> None:
    about = {"account_id": account}
    older = do(needs.add_need, about | {"what": "交期", "person_id": person, "at": "2026-11-10T01:00:00Z"})
    newer = do(needs.add_need, about | {"what": "备件", "hidden": True, "at": "2026-11-12T01:00:00Z"})
    found = list_needs(store.connection, account_id=account)
    assert [(one.id, one.what, one.person_name, one.hidden, one.is_open) for one in found] == [
        (newer, "备件", None, True, True),
        (older, "交期", "王建国", False, True),
    ]
    assert [one.id for one in list_needs(store.connection, since=date(2026, 11, 12))] == [newer]
    assert [one.id for one in list_needs(store.connection, until=date(2026, 11, 11))] == [older]
    assert get_need(store.connection, older) == found[1] and get_need(store.connection, "x") is None


def test_a_need_is_met_when_its_deal_is_closed(do: Do, store: Store, account: str, deal: str) -> None:
    need = do(needs.add_need, {"account_id": account, "opportunity_id": deal, "what": "交期"})
    known = get_need(store.connection, need)
    assert known is not None and known.is_open and known.opportunity_name == "框架合同"
    do(opportunities.lose, deal, "价格", "2027-03-01")
    assert [one.is_open for one in list_needs(store.connection)] == [False]


def test_competitors_are_listed_newest_first(do: Do, store: Store, account: str, deal: str) -> None:
    about = {"account_id": account, "name": "中兴"}
    older = do(competitors.add_competitor, about | {"at": "2026-11-10T01:00:00Z", "opportunity_id": deal})
    newer = do(competitors.add_competitor, about | {"at": "2026-11-12T01:00:00Z", "note": "低价"})
    found = list_competitors(store.connection, account_id=account)
    told = [(one.id, one.note, one.opportunity_name) for one in found]
    assert told == [(newer, "低价", None), (older, None, "框架合同")]
    assert [one.id for one in list_competitors(store.connection, since=date(2026, 11, 12))] == [newer]
    assert get_competitor(store.connection, newer) == found[0] and get_competitor(store.connection, "x") is None


def test_what_was_removed_or_belongs_to_what_was_is_not_there(do: Do, store: Store, account: str) -> None:
    need = do(needs.add_need, {"account_id": account, "what": "交期"})
    rival = do(competitors.add_competitor, {"account_id": account, "name": "中兴"})
    gone = do(needs.add_need, {"account_id": account, "what": "备件"})
    do(needs.remove_need, gone)
    assert [one.id for one in list_needs(store.connection)] == [need] and get_need(store.connection, gone) is None
    do(accounts.remove_account, account)
    assert list_needs(store.connection) == list_competitors(store.connection) == []
    assert get_need(store.connection, need) is None and get_competitor(store.connection, rival) is None


@pytest.mark.parametrize("values", [{"what": " "}, {"what": "x" * 401}, {}])
def test_a_need_without_words_is_refused(do: Do, store: Store, account: str, values: dict[str, str]) -> None:
    with pytest.raises(errors.Refused):
        do(needs.add_need, {"account_id": account, **values})
    with pytest.raises(errors.Refused):
        do(competitors.add_competitor, {"account_id": account, "name": values.get("what")})
    assert list_needs(store.connection) == list_competitors(store.connection) == []
