"""The book and the account's page: finding, filtering, what each key does."""

from pathlib import Path

from karep.db import accounts, follow_ups, touches
from karep.db.store import Store
from karep.db.views.accounts import count_accounts, get_account
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.people import list_people
from karep.screens.account import AccountScreen
from karep.screens.widgets.record_list import RecordList
from tests.ui.driving import Running, press, shown


def _more_accounts(path: Path) -> None:
    rows = [
        {"name": "重庆长城机械", "tier": "gold", "region": "西南"},
        {"name": "Acme [/oops] Ltd", "region": "West", "tier": "diamond"},
        {"name": "Northwind \x1b[2J Traders"},
    ]
    with Store.open(path) as store, store.action("account.add") as change:
        for row in rows:
            accounts.add_account(change, row)


async def test_the_filter_narrows_while_typing_and_escape_gives_the_book_back(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    _more_accounts(store_path)
    async with running() as pilot:
        assert "4 accounts" in shown(pilot)
        await press(pilot, "F", "text:长城")
        assert "1 account ·" in shown(pilot)
        assert "华为" not in shown(pilot)
        await press(pilot, "enter", "escape")
        assert "4 accounts" in shown(pilot)


async def test_nothing_found_says_how_to_go_on(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "F", "text:zzz")
        assert "No account fits" in shown(pilot)


async def test_an_empty_book_says_what_to_press(running: Running) -> None:
    async with running() as pilot:
        assert "Press i to import a sheet" in shown(pilot)


async def test_tier_goes_round_and_order_turns(book: dict[str, str], running: Running, store_path: Path) -> None:
    _more_accounts(store_path)
    async with running() as pilot:
        await press(pilot, "t")
        assert "1 account · Diamond" in shown(pilot)
        await press(pilot, "t", "t", "t", "t")
        assert "1 account · untiered" in shown(pilot)
        await press(pilot, "t", "S")
        first, *_rest = pilot.app.screen.query_one(RecordList).ids
        await press(pilot, "S")
        assert pilot.app.screen.query_one(RecordList).ids[-1] == first


async def test_hostile_names_are_shown_and_nothing_runs(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    _more_accounts(store_path)
    async with running(size=(120, 40)) as pilot:
        text = shown(pilot)
        assert "Acme [/oops] Ltd" in text
        assert "Northwind ␛[2J Traders" in text
        assert "\x1b" not in text
        await press(pilot, "F", "text:oops", "enter", "enter")
        assert "Acme [/oops] Ltd" in shown(pilot)


async def test_removing_is_undone_with_one_key(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "x")
        assert "No accounts yet" in shown(pilot)
        await press(pilot, "u")
        assert "华为技术有限公司" in shown(pilot)
        await press(pilot, "U")
        assert "No accounts yet" in shown(pilot)
        await press(pilot, "u")
    with Store.open(store_path) as store:
        assert count_accounts(store.connection) == 1


async def test_an_account_is_added_and_changed_by_keys(running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "a", "text:新客户", "ctrl+s", "e", "tab", "tab", "tab", "text:新", "ctrl+s")
    with Store.open(store_path) as store:
        [found] = [one[0] for one in store.connection.execute("SELECT id FROM account")]
        account = get_account(store.connection, found)
    assert account and (account.name, account.short_name) == ("新客户", "新")


async def test_the_page_shows_chain_chairs_timeline_and_what_is_ahead(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("touch.log") as change:
        touches.log_touch(
            change,
            {"account_id": book["account"], "at": "2026-11-10T03:00:00Z", "summary": "谈框架合同"},
            people=[book["boss"]],
            promises=[{"owed_by": "us", "what": "报价", "due": "2026-11-19"}],
            next_steps=[{"what": "方案汇报", "due": "2026-11-26"}],
        )
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter")
        text = shown(pilot)
    people = ("王建国", "└ ● 李敏", "Decision-maker", "○ Purchaser")
    for words in (*people, "谈框架合同", "方案汇报", "! Thu 19 Nov", "框架合同"):
        assert words in text, words


async def test_on_a_narrow_terminal_tab_walks_the_parts(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter")
        assert "[People]" in shown(pilot)
        await press(pilot, "tab", "tab")
        assert "[Ahead]" in shown(pilot)
        assert "框架合同" in shown(pilot)
        await press(pilot, "shift+tab", "shift+tab", "shift+tab")
        assert "[Known]" in shown(pilot)


async def test_a_person_is_removed_from_the_page(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "down", "x")
        assert "李敏" not in shown(pilot).replace("Removed 李敏", "")
    with Store.open(store_path) as store:
        assert [one.name for one in list_people(store.connection, book["account"])] == ["王建国"]


async def test_another_program_removing_the_account_is_said(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter")
        with Store.open(store_path) as other, other.action("account.remove") as change:
            accounts.remove_account(change, book["account"])
        pilot.app.post_message(_focus())
        await press(pilot, "down")
        assert isinstance(pilot.app.screen, AccountScreen)
        assert "This account was removed" in shown(pilot)


def _focus() -> object:
    from textual.events import AppFocus

    return AppFocus()


async def test_private_fields_hide_from_other_eyes(book: dict[str, str], running: Running, store_path: Path) -> None:
    from karep.db import people

    with Store.open(store_path) as store, store.action("preference.add") as change:
        people.add_preference(change, {"person_id": book["boss"], "kind": "hobby", "text": "钓鱼"})
    async with running() as pilot:
        await press(pilot, "enter")
        assert "钓鱼" in shown(pilot)
        await press(pilot, "z")
        assert "钓鱼" not in shown(pilot)
        assert "z hidden" in shown(pilot)
        await press(pilot, "z")
        assert "钓鱼" in shown(pilot)


async def test_the_history_tells_every_change(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("account.change", "华为") as change:
        accounts.change_account(change, book["account"], {"city": "东莞"})
    async with running() as pilot:
        await press(pilot, "h")
        assert "City: 深圳 → 东莞" in shown(pilot)


async def test_a_step_ahead_is_moved_from_the_page(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        values = {"account_id": book["account"], "what": "present [/it]", "due": "2026-11-25", "due_time": "10:00"}
        follow_ups.add_follow_up(change, {**values, "zone": "America/New_York"})
    async with running() as pilot:
        await press(pilot, "enter", "w")
        assert "Highlight a follow-up or a promise first." in shown(pilot)
        await press(pilot, "tab", "tab", "w")
        assert "present [/it]" in shown(pilot) and "now: Wed 25 Nov" in shown(pilot)
        await press(pilot, "text:+9d", "enter")
        assert isinstance(pilot.app.screen, AccountScreen) and "Moved to Mon 30 Nov." in shown(pilot)
        await press(pilot, "u", "w", "text:x", "escape", "e")
        assert "Your unsaved text is back." in shown(pilot)
    with Store.open(store_path) as store:
        assert [one.due for one in list_follow_ups(store.connection)] == ["2026-11-25"]


async def test_a_person_without_an_account_is_found_and_attached(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    from karep.db import people

    with Store.open(store_path) as store, store.action("import") as change:
        people.add_person(change, {"name": "Michael Mason"})
    async with running() as pilot:
        await press(pilot, "l", "enter", "tab", "tab", "tab", "tab", "text:华为技术有限公司", "ctrl+s")
    with Store.open(store_path) as store:
        assert "Michael Mason" in [one.name for one in list_people(store.connection, book["account"])]
