"""Tiers in the store: set by hand, following the scheme, and every change of them kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db import accounts, errors, journal, tiers
from karep.db.merging import merge_accounts
from karep.db.store import Store
from karep.db.views.accounts import get_account
from karep.db.views.tiers import get_tier_standing, list_tier_changes, list_tier_standings
from karep.rules.tier_names import use_tiers
from karep.rules.tiers import DEFAULT_TIERS, TierSettings
from tests.db.conftest import Content, Do

YUAN = 100
UNITS = TierSettings(scheme="units")
METAL = TierSettings(scheme="metal")


@pytest.fixture
def buyer(do: Do) -> str:
    """An account without a tier that buys for 350,000 a year."""
    return str(do(accounts.add_account, {"name": "Acme", "yearly_purchases": 350_000 * YUAN, "yearly_units": 60}))


def steps(store: Store, account_id: str) -> list[tuple[Any, ...]]:
    """The history of a tier, the first step first."""
    found = reversed(list_tier_changes(store.connection, account_id))
    return [(one.from_tier, one.to_tier, one.origin, one.scheme, one.reason, one.approver) for one in found]


def tier_of(store: Store, account_id: str) -> tuple[str | None, str | None]:
    found = get_account(store.connection, account_id)
    assert found is not None
    return found.tier, found.tier_origin


def test_a_tier_set_by_hand_is_kept_with_reason_and_approver(store: Store, do: Do, buyer: str) -> None:
    assert do(tiers.set_tier, buyer, "platinum", reason=" strategic ", approver="王总")
    assert tier_of(store, buyer) == ("platinum", "hand")
    assert steps(store, buyer) == [(None, "platinum", "hand", "revenue", "strategic", "王总")]
    standing = get_tier_standing(store.connection, buyer, DEFAULT_TIERS)
    assert standing is not None and standing.by_hand and standing.differs
    assert (standing.reading.tier, standing.missing) == ("gold", ("agreement_on", "registered_on"))


def test_the_same_tier_again_is_a_step_only_with_a_reason(store: Store, do: Do, buyer: str) -> None:
    do(tiers.set_tier, buyer, "gold")
    assert do(tiers.set_tier, buyer, "gold") is None
    assert do(tiers.set_tier, buyer, "gold", reason="as agreed")
    assert [step[:3] for step in steps(store, buyer)] == [(None, "gold", "hand"), ("gold", "gold", "hand")]


def test_following_the_scheme_sets_what_it_says_and_goes_on_with_it(store: Store, do: Do, buyer: str) -> None:
    do(tiers.follow_scheme, buyer)
    assert tier_of(store, buyer) == ("gold", "scheme")
    do(accounts.change_account, buyer, {"yearly_purchases": 2_000_000 * YUAN})
    assert tier_of(store, buyer) == ("platinum", "scheme")
    do(accounts.change_account, buyer, {"province_registered": True, "note": "upstream"})
    assert tier_of(store, buyer) == ("diamond", "scheme")
    do(accounts.change_account, buyer, {"note": "nothing else"})
    assert [step[:4] for step in steps(store, buyer)] == [
        (None, "gold", "scheme", "revenue"),
        ("gold", "platinum", "scheme", "revenue"),
        ("platinum", "diamond", "scheme", "revenue"),
    ]


def test_the_group_and_the_units_are_followed_too(store: Store, do: Do) -> None:
    account = do(accounts.add_account, {"name": "Small", "yearly_purchases": 8_500 * YUAN, "yearly_units": 3})
    do(tiers.follow_scheme, account)
    assert tier_of(store, account) == (None, "scheme")
    do(accounts.change_account, account, {"revenue_group": 3})
    assert tier_of(store, account) == ("vip", "scheme")
    do(accounts.change_account, account, {"yearly_units": 50}, settings=UNITS)
    assert tier_of(store, account) == ("platinum", "scheme")
    assert steps(store, account)[-1][:4] == ("vip", "platinum", "scheme", "units")


def test_a_tier_set_by_hand_does_not_follow(store: Store, do: Do, account: str) -> None:
    assert tier_of(store, account) == ("platinum", None)
    do(accounts.change_account, account, {"yearly_purchases": 1})
    assert tier_of(store, account) == ("platinum", None)
    do(tiers.set_tier, account, None, reason="never bought")
    do(accounts.change_account, account, {"yearly_purchases": 9_000_000 * YUAN})
    assert tier_of(store, account) == (None, "hand")


def test_an_account_of_which_nobody_said_anything_is_left_alone(store: Store, do: Do, buyer: str) -> None:
    do(accounts.change_account, buyer, {"yearly_purchases": 9_000_000 * YUAN})
    assert tier_of(store, buyer) == (None, None)
    assert steps(store, buyer) == []


def test_a_tier_stays_while_what_it_goes_by_is_unknown(store: Store, do: Do, buyer: str) -> None:
    do(tiers.follow_scheme, buyer)
    do(accounts.change_account, buyer, {"yearly_purchases": None})
    assert tier_of(store, buyer) == ("gold", "scheme")
    with pytest.raises(errors.Refused, match="Purchases a year"):
        do(tiers.follow_scheme, buyer)


def test_another_tier_in_the_form_is_one_set_by_hand(store: Store, do: Do, buyer: str) -> None:
    do(tiers.follow_scheme, buyer)
    do(accounts.change_account, buyer, {"tier": "vip", "yearly_purchases": 6_000_000 * YUAN})
    assert tier_of(store, buyer) == ("vip", "hand")
    assert steps(store, buyer)[-1] == ("gold", "vip", "hand", "revenue", None, None)
    do(accounts.change_account, buyer, {"tier": "vip", "city": "Berlin"})
    assert len(steps(store, buyer)) == 2


def test_another_scheme_rewrites_nothing_by_itself(
    store: Store, do: Do, buyer: str, content: Callable[[], Content]
) -> None:
    do(tiers.follow_scheme, buyer)
    before = content()
    use_tiers(UNITS)
    do(accounts.change_account, buyer, {"agreement_on": "2026-01-05"})
    assert tier_of(store, buyer) == ("gold", "scheme")
    assert content()["tier_change"] == before["tier_change"]
    standing = get_tier_standing(store.connection, buyer, UNITS)
    assert standing is not None and standing.differs and standing.reading.tier == "platinum"


def test_undo_takes_the_tier_and_its_step_back(
    store: Store, do: Do, buyer: str, content: Callable[[], Content]
) -> None:
    do(tiers.follow_scheme, buyer)
    before = content()
    do(accounts.change_account, buyer, {"yearly_purchases": 5_000_000 * YUAN, "status": "at_risk"})
    assert tier_of(store, buyer) == ("diamond", "scheme")
    journal.undo(store)
    assert content() == before
    journal.redo(store)
    assert tier_of(store, buyer) == ("diamond", "scheme")


def test_many_follow_at_once_and_one_undo_takes_all_back(store: Store, do: Do, content: Callable[[], Content]) -> None:
    amounts = {"A": 10_000, "B": 5_000_000, "C": None, "D": 300_000}
    ids = {
        name: do(accounts.add_account, {"name": name, "tier": "gold", "yearly_purchases": yuan and yuan * YUAN})
        for name, yuan in amounts.items()
    }
    before = content()
    assert do(tiers.accept_scheme, ids.values()) == 3
    assert {name: tier_of(store, one) for name, one in ids.items()} == {
        "A": ("vip", "scheme"),
        "B": ("diamond", "scheme"),
        "C": ("gold", None),
        "D": ("gold", "scheme"),
    }
    assert [step[:3] for step in steps(store, ids["D"])] == [("gold", "gold", "scheme")]
    journal.undo(store)
    assert content() == before


def test_ranks_are_those_of_the_whole_book(store: Store, do: Do) -> None:
    ids = [do(accounts.add_account, {"name": f"A{n}", "yearly_purchases": n * YUAN}) for n in range(1, 21)]
    do(accounts.add_account, {"name": "Unknown"})
    do(accounts.remove_account, do(accounts.add_account, {"name": "Gone", "yearly_purchases": 10**9}))
    found = {one.account_id: one.reading.tier for one in list_tier_standings(store.connection, METAL)}
    assert [found[one] for one in reversed(ids)] == ["diamond"] + ["platinum"] * 3 + ["gold"] * 6 + ["vip"] * 10
    for place, account_id in enumerate(reversed(ids), 1):
        one = get_tier_standing(store.connection, account_id, METAL)
        assert one is not None and one.reading.tier == found[account_id]
        assert (one.reading.place, one.reading.ranked) == (place, 20)


def test_the_day_of_another_status_is_kept(store: Store, do: Do, account: str) -> None:
    do(accounts.change_account, account, {"status": "lost"}, on=date(2026, 3, 1))
    found = get_account(store.connection, account)
    assert found is not None and found.status_on == "2026-03-01"
    do(accounts.change_account, account, {"status": "lost", "city": "Ulm"}, on=date(2026, 4, 1))
    found = get_account(store.connection, account)
    assert found is not None and found.status_on == "2026-03-01"


def test_what_is_no_tier_and_who_is_not_there_are_refused(do: Do, buyer: str) -> None:
    with pytest.raises(errors.Refused):
        do(tiers.set_tier, buyer, "bronze")
    with pytest.raises(errors.NotFound):
        do(tiers.set_tier, "nobody", "gold")
    do(accounts.remove_account, buyer)
    with pytest.raises(errors.NotFound):
        do(tiers.follow_scheme, buyer)


def test_in_a_merge_the_tier_comes_with_who_set_it(store: Store, do: Do, account: str, buyer: str) -> None:
    bare = do(accounts.add_account, {"name": "Acme Ltd"})
    do(tiers.follow_scheme, buyer)
    do(merge_accounts, bare, buyer, {})
    assert tier_of(store, bare) == ("gold", "scheme")
    do(merge_accounts, account, bare, {})
    assert tier_of(store, account) == ("platinum", None)
