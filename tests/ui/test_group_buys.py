"""Group-buys: the list of members with its keys, adding people quickly, and the form of a deal."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from karep.db import members, opportunities, people
from karep.db.store import Store
from karep.db.views.members import get_group_buy, list_members
from karep.db.views.opportunities import list_opportunities
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.form import Form
from karep.screens.members import MembersScreen
from karep.screens.members_add import AddMembersDialog
from tests.ui.driving import Running, press, settled, shown

HOSTILE = "[/oops] [red]\x1b[31m " + "长x" * 90


@pytest.fixture
def group(store: Store) -> str:
    """A group-buy in an account of three people, nobody in it yet."""
    with store.action("opportunity.add", "x") as change:
        account = change.add("account", {"name": "赤霞酒业有限公司", "match_key": "x"})
        for name in ("王建国", "李敏", "陈工"):
            people.add_person(change, {"name": name, "account_id": account})
        values = {"account_id": account, "name": "夏季团购", "kind": "group_buy", "stage": "S4"}
        return opportunities.add_opportunity(change, values)


async def open_group(pilot: Pilot[None], group: str) -> None:
    places.open_members(pilot.app, group)  # type: ignore[arg-type]
    await settled(pilot)


def who(store: Store, group: str) -> list[tuple[str, str | None, bool]]:
    found = list_members(store.connection, group)
    return [(one.person_name, one.wish, one.joined_at is not None) for one in found]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_group_says_what_to_press(
    running: Running, store: Store, group: str, size: tuple[int, int]
) -> None:
    async with running("deals", size=size) as pilot:
        await open_group(pilot, group)
        assert "press p to add them" in shown(pilot) and "Nobody leads it yet" in shown(pilot)
        assert "no leader, 0 of 0 joined" in shown(pilot)
        for key in ("space", "e", "x", "l", "h"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, MembersScreen)
            notes = [str(note.message) for note in pilot.app._notifications]
            assert notes[-1] == "No member is highlighted; p adds people.", key
        places.open_members(pilot.app, group)  # type: ignore[arg-type]
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 2, "the page is used again"


async def test_people_are_added_one_after_the_other(running: Running, store: Store, group: str) -> None:
    async with running("deals") as pilot:
        await open_group(pilot, group)
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, AddMembersDialog)
        assert pilot.app.screen.query_one(OptionList).option_count == 3, "the people of the account are offered"
        await press(pilot, "text:李敏，两台", "enter")
        assert "✓ 李敏 is in" in shown(pilot)
        await press(pilot, "down", "enter")
        await press(pilot, "text:周梅", "enter", "escape")
        assert who(store, group) == [("李敏", "两台", False), ("陈工", None, False), ("周梅", None, False)] or who(
            store, group
        ) == [("李敏", "两台", False), ("王建国", None, False), ("周梅", None, False)]
        assert "0 of 3 joined" in shown(pilot) and "周梅" in shown(pilot)
        await press(pilot, "u")
        assert [name for name, _wish, _joined in who(store, group)][-1] != "周梅"


async def test_the_keys_of_the_list(running: Running, store: Store, group: str) -> None:
    with store.action("x") as change:
        for name in ("李敏", "陈工"):
            members.add_new_member(change, group, name)
    async with running("deals") as pilot:
        await open_group(pilot, group)
        await press(pilot, "space")
        assert who(store, group)[0][2] and "✓  李敏" in shown(pilot) and "1 of 2 joined" in shown(pilot)
        await press(pilot, "space")
        assert not who(store, group)[0][2]
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, Form)
        await press(pilot, "text:三台", "tab", "text:2026-11-18", "ctrl+s")
        found = list_members(store.connection, group)[0]
        assert (found.wish, (found.joined_at or "")[:10]) == ("三台", "2026-11-18")
        await press(pilot, "e", "ctrl+s")
        assert list_members(store.connection, group)[0].joined_at == found.joined_at, "left alone, it stays"
        await press(pilot, "l")
        deal = get_group_buy(store.connection, group)
        assert deal is not None and deal.leader_name == "李敏" and "★  李敏" in shown(pilot)
        assert "leader 李敏, 0 of 1 joined" in shown(pilot)
        await press(pilot, "v")
        deal = get_group_buy(store.connection, group)
        assert deal is not None and deal.vip_service and "✓ VIP after-sales" in shown(pilot)
        await press(pilot, "end", "x")
        assert who(store, group) == []
        await press(pilot, "u")
        assert [name for name, _wish, _joined in who(store, group)] == ["陈工"]
        await press(pilot, "home", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)


async def test_a_won_group_is_reminded_of_its_service(running: Running, store: Store, group: str) -> None:
    with store.action("x") as change:
        members.set_vip_service(change, group, vip_service=True)
        opportunities.win(change, group)
    async with running("deals") as pilot:
        await open_group(pilot, group)
        assert "retail customers now, with VIP after-sales" in " ".join(shown(pilot).split())


async def test_what_is_no_group_any_more_or_gone_says_so(running: Running, store: Store, group: str) -> None:
    async with running("deals") as pilot:
        await open_group(pilot, group)
        with store.action("x") as change:
            opportunities.change_opportunity(change, group, {"kind": "new"})
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "no group-buy any more" in shown(pilot)
        with store.action("x") as change:
            opportunities.remove_opportunity(change, group)
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        await press(pilot, "p", "v")
        assert "This deal was removed" in shown(pilot) and isinstance(pilot.app.screen, MembersScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_members_are_shown_as_they_are(
    running: Running, store: Store, group: str, size: tuple[int, int]
) -> None:
    with store.action("x") as change:
        member = members.add_new_member(change, group, HOSTILE, wish=HOSTILE)
        members.add_new_member(change, group, "李敏")
        opportunities.change_opportunity(change, group, {"name": HOSTILE})
    async with running("deals", size=size) as pilot:
        await open_group(pilot, group)
        assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)
        await press(pilot, "l", "p", "text:[/oops] [b")
        assert "new person “[/oops] [b”" in shown(pilot)
        await press(pilot, "enter")
        assert "✓ [/oops] [b is in" in shown(pilot)
    assert member in {one.id for one in list_members(store.connection, group)} or len(who(store, group)) >= 2


# --- the form of a deal ------------------------------------------------------------------------------------------


async def test_the_form_has_the_fields_of_a_group_for_a_group_only(running: Running, store: Store, group: str) -> None:
    origin = list_opportunities(store.connection)[0]
    with store.action("x") as change:
        other = opportunities.add_opportunity(
            change, {"account_id": origin.account_id, "name": "新厂", "grown_from_id": group}
        )
    async with running("deals", size=(100, 40)) as pilot:
        await places.open_form(pilot.app, "opportunity.change", opportunity_id=other)  # type: ignore[arg-type]
        await settled(pilot)
        assert "Leader of the group" not in shown(pilot) and "grown from 夏季团购" in shown(pilot)
        pilot.app.screen.query_one("#field-kind").value = "group_buy"  # type: ignore[attr-defined]
        await settled(pilot)
        assert "Leader of the group" in shown(pilot) and "VIP service" in shown(pilot)
        pilot.app.screen.query_one("#field-vip_service").value = "1"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        found = get_group_buy(store.connection, other)
        assert found is not None and found.kind == "group_buy" and found.vip_service


async def test_a_new_deal_may_be_a_group_with_its_leader(running: Running, store: Store, group: str) -> None:
    known = list_opportunities(store.connection)[0]
    async with running("deals", size=(100, 40)) as pilot:
        await places.open_form(pilot.app, "opportunity.add", account_id=known.account_id)  # type: ignore[arg-type]
        await settled(pilot)
        assert "Leader of the group" not in shown(pilot)
        await press(pilot, "text:冬季团购")
        pilot.app.screen.query_one("#field-kind").value = "group_buy"  # type: ignore[attr-defined]
        await settled(pilot)
        leader = store.connection.execute("SELECT id FROM person WHERE name = '李敏'").fetchone()[0]
        pilot.app.screen.query_one("#field-leader_id").value = leader  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    row = store.connection.execute("SELECT leader_id, vip_service FROM opportunity WHERE name = '冬季团购'").fetchone()
    assert tuple(row) == (leader, 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "The amount of a deal cannot be negative."),
        ("9999万亿", "The amount of a deal cannot be larger than 10,000B."),
        ("9" * 30, "The amount of a deal cannot be larger than 10,000B."),
        ("9" * 300, "The amount of a deal cannot be larger than 10,000B."),
        ("plenty", "is not an amount"),
    ],
)
async def test_an_amount_that_no_deal_has_is_refused_in_words(
    running: Running, store: Store, group: str, typed: str, sentence: str
) -> None:
    async with running("deals", size=(100, 40)) as pilot:
        await places.open_form(pilot.app, "opportunity.change", opportunity_id=group)  # type: ignore[arg-type]
        await settled(pilot)
        pilot.app.screen.query_one("#field-amount").value = typed  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form) and sentence in shown(pilot)
    assert list_opportunities(store.connection)[0].amount is None


async def test_a_half_typed_name_comes_back_and_is_offered(running: Running, store: Store, group: str) -> None:
    async with running("deals") as pilot:
        await open_group(pilot, group)
        await press(pilot, "p", "text:张三，三台", "escape", "p")
        line = pilot.app.screen.query_one("#member-name", Input)
        assert line.value == "张三，三台"
        await press(pilot, "escape", "D")
        assert "Add to the group-buy" in shown(pilot)
        await press(pilot, "enter", "enter", "escape", "D")
        assert "Add to the group-buy" not in shown(pilot), "what was saved is offered no more"


async def test_a_namesake_at_another_customer_is_not_the_first_choice(
    running: Running, store: Store, group: str
) -> None:
    with store.action("x") as change:
        other = change.add("account", {"name": "别家"})
        change.add("person", {"account_id": other, "name": "钱伟"})
    async with running("deals") as pilot:
        await open_group(pilot, group)
        await press(pilot, "p", "text:钱伟", "enter")
        assert store.connection.execute("SELECT count(*) FROM person WHERE name = '钱伟'").fetchone() == (2,)
