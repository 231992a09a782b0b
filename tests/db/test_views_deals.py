"""What the pipeline reads: how long deals were in their stages."""

from datetime import date
from pathlib import Path

import pytest

from karep.db import opportunities
from karep.db.members import add_new_member
from karep.db.store import Store
from karep.db.views.deals import get_deal, list_stays
from karep.demo.generate import make_sample

from .conftest import Do


def moved(do: Do, deal: str, *moves: tuple[str, str, str]) -> None:
    """Moves of a deal: from a stage, to a stage, on a day."""

    def add(change: object) -> None:
        for start, end, at in moves:
            change.add(  # type: ignore[attr-defined]
                "stage_change",
                {"opportunity_id": deal, "from_stage": start, "to_stage": end, "at": f"{at}T08:00:00.000Z"},
            )

    do(add)


def test_only_finished_stays_count(do: Do, store: Store, deal: str) -> None:
    assert list_stays(store.connection) == []
    moved(do, deal, ("S3", "S4", "2027-01-10"), ("S4", "S5", "2027-01-31"), ("S5", "S4", "2027-02-01"))
    stays = list_stays(store.connection)
    assert ("S4", 21) in stays and ("S5", 1) in stays and {stay.stage for stay in stays} == {"S3", "S4", "S5"}
    assert len(stays) == 3, "the second stay in S4 is not over"


def test_a_stay_that_began_before_the_deal_was_noted_is_left_out(do: Do, store: Store, deal: str) -> None:
    moved(do, deal, ("S3", "S4", "2019-01-10"), ("S4", "S5", "2019-01-20"))
    assert list_stays(store.connection) == [("S4", 10)]


def test_moves_that_do_not_join_tell_nothing(do: Do, store: Store, deal: str) -> None:
    moved(do, deal, ("S3", "S4", "2019-01-10"), ("S6", "S7", "2019-01-20"))
    assert list_stays(store.connection) == []


@pytest.mark.parametrize("what", ["deal", "account"])
def test_what_was_removed_does_not_count(do: Do, store: Store, deal: str, account: str, what: str) -> None:
    moved(do, deal, ("S3", "S4", "2019-01-10"), ("S4", "S5", "2019-01-20"))
    if what == "deal":
        do(opportunities.remove_opportunity, deal)
    else:
        do(lambda change: change.remove("account", account))
    assert list_stays(store.connection) == []


def test_a_group_buy_is_active_while_people_join(store: Store, account: str) -> None:
    with store.action("x") as change:
        values = {"account_id": account, "name": "团购", "kind": "group_buy"}
        group = opportunities.add_opportunity(change, values)
    with store.action("x") as change:
        change.at = "2099-01-01T00:00:00.000Z"
        member = add_new_member(change, group, "李敏")
    found = get_deal(store.connection, group)
    assert found is not None and found.active_at == "2099-01-01T00:00:00.000Z"
    with store.action("x") as change:
        change.remove("member", member)
    found = get_deal(store.connection, group)
    assert found is not None and found.active_at < "2099-01-01T00:00:00.000Z"


def test_a_deal_has_the_short_name_of_its_account(do: Do, store: Store, deal: str, account: str) -> None:
    for short, shown in (("  ", None), ("华为", "华为")):
        do(lambda change, short=short: change.change("account", account, {"short_name": short}))
        found = get_deal(store.connection, deal)
        assert found is not None and found.account_short == shown


def test_the_sample_book_tells_what_is_usual(tmp_path: Path) -> None:
    with Store.open(tmp_path / "sample.db") as store:
        make_sample(store, date(2026, 11, 22))
        stays = list_stays(store.connection)
    assert len(stays) > 100 and min(stay.days for stay in stays) >= 0
