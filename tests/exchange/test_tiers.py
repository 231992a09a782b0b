"""Sheets with purchases, groups, registrations and tiers: read, kept with their history, written and read again."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from karep.db import accounts, journal, tiers
from karep.db.store import Store
from karep.db.views.accounts import Account, get_account
from karep.db.views.tiers import list_tier_changes
from karep.exchange import values
from karep.exchange.export import write_accounts
from karep.exchange.headers import recognise
from karep.exchange.importing import ImportReport, OnMatch, run_import
from karep.exchange.plan import open_plan
from karep.exchange.values import Unfit
from karep.rules.tier_names import use_tiers
from karep.rules.tiers import TierSettings

Put = Callable[..., ImportReport]

ENGLISH = (
    "Account Name", "Tier", "Purchases a Year", "Units a Year", "Revenue Group", "Registered by the Province",
    "Agreement Signed On", "Registered On", "District",
)  # fmt: skip
CHINESE = (
    *("客户名称", "客户等级", "年采购额（元）", "年采购台数", "营收分组", "省级备案"),
    *("协议签订日", "备案日期", "区县"),
)


@pytest.fixture
def put(store: Store, tmp_path: Path) -> Put:
    """Import a sheet of these rows, the header first."""

    def run(*rows: Sequence[str], on_match: OnMatch = OnMatch.FILL) -> ImportReport:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        path = tmp_path / "sheet.csv"
        path.write_text(text.getvalue(), "utf-8", newline="")
        return run_import(store, open_plan(path), on_match=on_match)

    return run


def only(store: Store) -> Account:
    (account_id,) = store.connection.execute("SELECT id FROM account").fetchone()
    found = get_account(store.connection, account_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("年采购额", "account.yearly_purchases"),
        ("采购金额", "account.yearly_purchases"),
        ("Annual Spend", "account.yearly_purchases"),
        ("年采购台数", "account.yearly_units"),
        ("营收分组", "account.revenue_group"),
        ("省级备案", "account.province_registered"),
        ("协议签订日", "account.agreement_on"),
        ("备案日期", "account.registered_on"),
        ("申报注册日", "account.registered_on"),
        ("区/县", "district"),
        ("District", "district"),
        ("年销售额", "account.annual_revenue"),
        ("年营收", "account.annual_revenue"),
        ("Revenue", "account.annual_revenue"),
        ("省", "region"),
        ("区域", "region"),
    ],
)
def test_headers_are_known_in_both_languages(header: str, field: str) -> None:
    found = recognise(header)
    assert found is not None and found[0] == field


@pytest.mark.parametrize("header", [ENGLISH, CHINESE])
def test_a_sheet_brings_everything_that_schemes_go_by(store: Store, put: Put, header: tuple[str, ...]) -> None:
    report = put(header, ("Acme", "黄金", "35万", "120台", "第二组", "是", "2026/3/1", "2026-03-05", "南山区"))
    assert (report.stored, report.warnings) == (1, ())
    one = only(store)
    assert (one.tier, one.yearly_purchases, one.yearly_units, one.revenue_group) == ("gold", 35_000_000, 120, 2)
    assert (one.province_registered, one.agreement_on, one.registered_on) == (True, "2026-03-01", "2026-03-05")
    assert (one.district, one.address) == ("南山区", None)


def test_what_does_not_fit_stays_a_fact_and_refuses_no_row(store: Store, put: Put) -> None:
    report = put(ENGLISH, ("Acme", "A级", "-5", "lots", "7", "maybe", "soon", "2026-13-41", ""))
    assert report.stored == 1
    facts = dict(store.connection.execute("SELECT name, value FROM fact").fetchall())
    assert facts["Purchases a Year"] == "-5" and facts["Agreement Signed On"] == "soon"
    assert set(facts) == {*ENGLISH[1:8]}
    one = only(store)
    assert (one.tier, one.yearly_purchases, one.yearly_units, one.revenue_group) == (None, None, None, None)


def test_overwriting_a_tier_keeps_its_history_and_sets_it_by_hand(store: Store, put: Put) -> None:
    put(ENGLISH[:3], ("Acme", "gold", "350000"))
    assert list_tier_changes(store.connection, only(store).id) == []
    put(ENGLISH[:3], ("Acme", "platinum", "350000"))
    assert only(store).tier == "gold"
    report = put(ENGLISH[:3], ("Acme", "platinum", "350000"), on_match=OnMatch.OVERWRITE)
    one = only(store)
    (step,) = list_tier_changes(store.connection, one.id)
    assert (one.tier, one.tier_origin) == ("platinum", "hand")
    assert (step.from_tier, step.to_tier, step.origin, step.scheme) == ("gold", "platinum", "hand", "revenue")
    journal.undo(store, report.action)
    assert only(store).tier == "gold" and list_tier_changes(store.connection, one.id) == []


def test_a_tier_that_follows_the_scheme_follows_an_import(store: Store, put: Put) -> None:
    put(ENGLISH[:3], ("Acme", "", "350000"), ("Bosch", "vip", "20000"))
    for (account_id,) in store.connection.execute("SELECT id FROM account WHERE name = 'Acme'").fetchall():
        with store.action("account.tier") as change:
            tiers.follow_scheme(change, account_id)
    put((*ENGLISH[:3], "Account Status"), ("Acme", "", "6000000", "lost"), ("Bosch", "", "6000000", ""),
        on_match=OnMatch.OVERWRITE)  # fmt: skip
    found = store.connection.execute("SELECT name, tier, status_on IS NOT NULL FROM account ORDER BY name").fetchall()
    assert found == [("Acme", "diamond", 1), ("Bosch", "vip", 0)]


def test_a_no_of_the_book_gives_way_to_a_yes(store: Store, put: Put) -> None:
    put(("Account Name", "省级备案"), ("Acme", "否"))
    assert not only(store).province_registered
    put(("Account Name", "省级备案"), ("Acme", "是"))
    assert only(store).province_registered
    put(("Account Name", "省级备案"), ("Acme", "否"))
    assert only(store).province_registered


@pytest.mark.parametrize("scheme", ["revenue", "metal", "units"])
def test_reading_an_export_again_changes_nothing(store: Store, tmp_path: Path, scheme: str) -> None:
    use_tiers(TierSettings(scheme=scheme))
    full: dict[str, Any] = {
        "yearly_purchases": 123_456_789, "yearly_units": 12, "revenue_group": 3, "province_registered": True,
        "agreement_on": "2026-02-28", "registered_on": "2026-03-12", "district": "南山区", "status": "dormant",
    }  # fmt: skip
    with store.action("account.add") as change:
        for number, tier in enumerate(("diamond", "platinum", "gold", "vip", None)):
            accounts.add_account(change, {"name": f"Account {number}", "tier": tier, **(full if number % 2 else {})})
    path = tmp_path / "out.csv"
    with path.open("wb") as target:
        write_accounts(store.connection, target)
    for on_match in OnMatch:
        report = run_import(store, open_plan(path), on_match=on_match)
        assert (report.unchanged, report.action, report.left) == (5, None, 0)


def test_the_words_of_a_scheme_are_written_and_read_while_it_is_in_force(store: Store, put: Put) -> None:
    use_tiers(TierSettings(scheme="metal"))
    put(ENGLISH[:2], ("Acme", "铁"))
    assert only(store).tier == "gold"
    target = io.BytesIO()
    write_accounts(store.connection, target)
    assert "iron" in target.getvalue().decode("utf-8-sig")
    assert values.tier("VIP") == Unfit("")


@pytest.mark.parametrize(
    ("text", "group"), [("1", 1), ("2.0", 2), ("第三组", 3), ("Group 2", 2), ("三", 3), ("二类", 2), ("III", 3)]
)
def test_revenue_groups_are_read(text: str, group: int) -> None:
    assert values.revenue_group(text) == group


@pytest.mark.parametrize("text", ["4", "0", "A", "12", "-1", "组"])
def test_what_is_no_revenue_group_is_kept_as_text(text: str) -> None:
    found = values.revenue_group(text)
    assert isinstance(found, Unfit) and found.keep
