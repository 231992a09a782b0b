"""The tier of an account in its dialog, the review of all of them, and the names that a scheme gives them."""

from pathlib import Path

import pytest

from karep.app import KarepApp
from karep.db import accounts, drafts
from karep.db.desk import Desk
from karep.db.store import Store
from karep.db.views.accounts import get_account
from karep.db.views.tiers import list_tier_changes
from karep.rules.clock import Clock
from karep.screens.tier import TierDialog
from karep.settings import Settings
from tests.ui.conftest import TODAY, ZONE
from tests.ui.driving import Running, press, settled, shown

YUAN = 100


def give(path: Path, account_id: str, **values: object) -> None:
    with Store.open(path) as store, store.action("account.change") as change:
        accounts.change_account(change, account_id, values)


def more(path: Path, **purchases: int) -> dict[str, str]:
    with Store.open(path) as store, store.action("account.add") as change:
        return {
            name: accounts.add_account(change, {"name": name, "yearly_purchases": yuan * YUAN})
            for name, yuan in purchases.items()
        }


async def test_a_tier_is_set_by_hand_with_reason_and_approver(
    running: Running, book: dict[str, str], store_path: Path
) -> None:
    give(store_path, book["account"], yearly_purchases=350_000 * YUAN)
    async with running() as pilot:
        await press(pilot, "enter")
        assert "Platinum (provisional, by hand)" in shown(pilot)
        await press(pilot, "L")
        for words in (
            "set by hand; the scheme says Gold",
            "Gold: buys ¥350k a year, from ¥200k on",
            "provisional: agreement not signed, not registered",
            "○ follow the scheme: Gold",
            "● Platinum  now",
            "The tier never changed since the account was added.",
        ):
            assert words in shown(pilot)
        await press(pilot, "up", "tab", "text:grows", "tab", "text:王总")
        assert "Reason        grows" in shown(pilot) and "Approved by   王总" in shown(pilot)
        await press(pilot, "enter")
        assert "Diamond (provisional, by hand)" in shown(pilot)
        await press(pilot, "L")
        assert "Platinum → Diamond · by hand · grows · approved by 王总" in shown(pilot)
        await press(pilot, "escape", "u")
        assert "Platinum (provisional, by hand)" in shown(pilot)


async def test_what_is_typed_is_kept_and_the_scheme_can_be_followed(
    running: Running, book: dict[str, str], store_path: Path
) -> None:
    signed = {"agreement_on": "2026-01-01", "registered_on": "2026-01-01"}
    give(store_path, book["account"], yearly_purchases=350_000 * YUAN, **signed)
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "L", "down", "escape", "L")
        # a choice alone is not kept
        assert "● Platinum" in shown(pilot) and "unsaved" not in shown(pilot)
        await press(pilot, "down", "tab", "text:later", "escape", "L")
        assert "Your unsaved text is back, for “Gold”" in shown(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, TierDialog)
        assert screen.line("reason").value == "later" and "● Gold" in shown(pilot)
        await press(pilot, "ctrl+r")
        assert screen.line("reason").value == "" and "● Platinum" in shown(pilot)
        await press(pilot, "up", "up", "enter")
        assert "Gold · S3" in shown(pilot) and "by hand" not in shown(pilot)
        with Store.open(store_path) as store:
            found = get_account(store.connection, book["account"])
            assert found is not None and (found.tier, found.tier_origin) == ("gold", "scheme")
            assert drafts.list_drafts(store.connection) == []


async def test_the_review_accepts_one_keeps_one_and_accepts_all_in_one_step(
    running: Running, book: dict[str, str], store_path: Path
) -> None:
    ids = more(store_path, Alpha=6_000_000, Beta=300_000, Gamma=20_000)
    give(store_path, book["account"], yearly_purchases=350_000 * YUAN)

    def tiers() -> dict[str, str | None]:
        with Store.open(store_path) as store:
            return dict(store.connection.execute("SELECT name, tier FROM account WHERE id <> ?", (book["account"],)))

    async with running() as pilot:
        await press(pilot, "L")
        assert "Without a tier (3)" in shown(pilot)
        await press(pilot, "space")
        assert tiers() == {"Alpha": "diamond", "Beta": None, "Gamma": None}
        await press(pilot, "A", "down", "enter")
        assert tiers() == {"Alpha": "diamond", "Beta": "gold", "Gamma": "vip"}
        await press(pilot, "u")
        assert tiers() == {"Alpha": "diamond", "Beta": None, "Gamma": None}
        await press(pilot, "home", "down", "down", "K", "tab", "text:strategic", "enter")
        assert "Kept by hand, with a reason (1)" in shown(pilot)
        with Store.open(store_path) as store:
            (step,) = list_tier_changes(store.connection, book["account"])
            assert (step.confirms, step.reason) == (True, "strategic")
            assert get_account(store.connection, ids["Beta"]) is not None


async def test_a_book_that_fits_says_what_it_knows(running: Running, book: dict[str, str]) -> None:
    async with running() as pilot:
        await press(pilot, "L")
        assert "⚠ 1 account has no “Purchases a year”: fill it in on the account (e)" in shown(pilot)
        await press(pilot, "space", "K", "A", "enter")
        assert "There is nothing to accept." in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_names_of_the_scheme_of_ranks_stand_everywhere(
    store_path: Path, book: dict[str, str], size: tuple[int, int]
) -> None:
    give(store_path, book["account"], yearly_purchases=350_000 * YUAN)
    desk = Desk(store_path)
    desk.open()
    settings = Settings()
    settings.values.update(start="accounts", tier_scheme="metal", language="zh")
    app = KarepApp(desk, Clock.at(TODAY, zone=ZONE), settings)
    from karep.i18n import use_language

    use_language("zh")
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            assert "黄金" in shown(pilot) and "白金" not in shown(pilot)
            await press(pilot, "t")
            assert "铂金" in shown(pilot)
            await press(pilot, "c", "enter")
            assert "黄金（手动）" in shown(pilot)
            await press(pilot, "L")
            assert "跟随方案：铂金" in shown(pilot)
            await press(pilot, "escape", "1")
            assert "白金" not in shown(pilot)
    finally:
        desk.close()


async def test_the_form_takes_what_schemes_go_by(running: Running, book: dict[str, str], store_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "e")
        for name, text in {"yearly_purchases": "-5", "agreement_on": "2026-03-01", "district": "南山区"}.items():
            pilot.app.screen.query_one(f"#field-{name}").value = text  # type: ignore[attr-defined]
        pilot.app.screen.query_one("#field-revenue_group").value = "2"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert "Nobody buys less than nothing." in shown(pilot)
        pilot.app.screen.query_one("#field-yearly_purchases").value = "120万"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        with Store.open(store_path) as store:
            found = get_account(store.connection, book["account"])
        assert found is not None
        assert (found.yearly_purchases, found.agreement_on, found.district) == (120_000_000, "2026-03-01", "南山区")
        assert (found.revenue_group, found.province_registered, found.tier_origin) == (2, False, None)
