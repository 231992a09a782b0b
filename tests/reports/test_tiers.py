"""The review of tiers: who stands where, those who buy most first, and the words for it."""

from datetime import date
from typing import Any

import pytest

from karep.db import accounts, tiers
from karep.db.store import Store
from karep.db.views.tiers import get_tier_standing, list_tier_changes
from karep.i18n import use_language
from karep.reports.render import render
from karep.reports.report import Report
from karep.reports.tiers import (
    origin_words,
    reading_words,
    review_ids,
    standing_words,
    step_words,
    tier_review,
    unread_words,
)
from karep.rules.clock import Clock
from karep.rules.practice import Practice
from karep.rules.tier_names import use_tiers
from karep.rules.tiers import DEFAULT_TIERS, TierInputs, TierReading, TierSettings, tier_by_scheme

YUAN = 100
UNITS = TierSettings(scheme="units")


def add(store: Store, name: str, yuan: int | None = None, **known: Any) -> str:
    with store.action("account.add", name) as change:
        return accounts.add_account(change, {"name": name, "yearly_purchases": yuan and yuan * YUAN, **known})


def do(store: Store, verb: Any, *arguments: Any, **known: Any) -> Any:
    with store.action("account.tier") as change:
        return verb(change, *arguments, **known)


def clock() -> Clock:
    return Clock.system("Asia/Shanghai")


def listed(report: Report) -> dict[str, list[tuple[str, str]]]:
    found = [section for section in report.sections if section.lines]
    return {one.key: [(line.part("account"), line.part("change")) for line in one.lines] for one in found}


def test_every_account_stands_where_it_belongs(store: Store) -> None:
    add(store, "Fits", 300_000, tier="gold")
    add(store, "Unknown", None, tier="gold")
    add(store, "Small", 20_000)
    add(store, "Large", 6_000_000)
    add(store, "By hand", 6_000_000, tier="gold")
    kept = add(store, "Kept", 9_999, tier="vip")
    do(store, tiers.set_tier, kept, "vip", reason="will grow")
    crossed = add(store, "Crossed", 300_000)
    do(store, tiers.follow_scheme, crossed)
    do(store, accounts.change_account, crossed, {"yearly_purchases": 2_000_000 * YUAN})
    assert listed(tier_review(store.connection, clock())) == {
        "untiered": [("Large", "no tier → Diamond"), ("Small", "no tier → VIP")],
        "by_hand": [("By hand", "Gold → Diamond")],
        "kept": [("Kept", "VIP → no tier")],
        "crossed": [("Crossed", "Gold → Platinum")],
    }


def test_another_scheme_asks_again_about_what_follows_and_what_was_kept(store: Store) -> None:
    kept = add(store, "Kept", 9_999, tier="vip", yearly_units=50)
    do(store, tiers.set_tier, kept, "vip", reason="will grow")
    follows = add(store, "Follows", 300_000, yearly_units=5)
    do(store, tiers.follow_scheme, follows)
    use_tiers(UNITS)
    review = tier_review(store.connection, clock(), Practice(tiers=UNITS))
    assert listed(review) == {"moved": [("Follows", "Gold → VIP")], "by_hand": [("Kept", "VIP → Platinum")]}
    ids = review_ids(store.connection, clock(), Practice(tiers=UNITS))
    assert (ids["moved"], ids["by_hand"], ids["untiered"]) == ([follows], [kept], [])


def test_a_book_in_which_all_fits_says_so(store: Store) -> None:
    add(store, "Fits", 300_000, tier="gold")
    text = render(tier_review(store.connection, clock()), "text")
    assert "Every tier is as the scheme says" in text and "Diamond ≥ ¥5M" in text and "says nothing" not in text
    add(store, "Unknown")
    text = render(tier_review(store.connection, clock(), Practice(tiers=TierSettings(currency="EUR"))), "text")
    assert "Every tier is as the scheme says" in text and "Diamond ≥ €5M" in text
    assert "1 account has no “Purchases a year”: fill it in on the account, or import a sheet with that column." in text


def test_a_book_of_which_nothing_is_known_says_what_is_missing(store: Store) -> None:
    for name in ("One", "Two"):
        add(store, name, yearly_units=1 if name == "Two" else None)
    text = render(tier_review(store.connection, clock()), "text")
    assert "2 accounts have no “Purchases a year”" in text and "Every tier" not in text
    text = render(tier_review(store.connection, clock(), Practice(tiers=UNITS)), "text")
    assert "1 account has no “Units a year”" in text
    assert unread_words(1200, UNITS, "e").startswith(
        "1,200 accounts have no “Units a year”: fill it in on the account (e)"
    )


def test_what_is_not_listed_is_counted(store: Store) -> None:
    for number in range(5):
        add(store, f"A{number}", 20_000 + number)
    section = tier_review(store.connection, clock(), listed=2).section("untiered")
    assert ([line.part("account") for line in section.lines], section.more) == (["A4", "A3"], 3)


def test_a_crossing_is_told_for_a_quarter_only(store: Store) -> None:
    account = add(store, "Crossed", 300_000)
    do(store, tiers.follow_scheme, account)
    today = clock().today
    later = Clock.at(date(today.year + 1, today.month, 1), zone="Asia/Shanghai")
    assert "crossed" in listed(tier_review(store.connection, clock()))
    assert listed(tier_review(store.connection, later)) == {}


def test_the_tier_in_words_says_what_is_provisional_and_who_decided(store: Store) -> None:
    def words(account_id: str) -> tuple[str, str]:
        found = get_tier_standing(store.connection, account_id, DEFAULT_TIERS)
        assert found is not None
        return standing_words(found), origin_words(found)

    account = add(store, "Acme", 300_000, tier="platinum")
    assert words(account) == ("Platinum (provisional, by hand)", "set by hand; the scheme says Gold")
    do(store, accounts.change_account, account, {"agreement_on": "2026-01-01", "registered_on": "2026-01-02"})
    do(store, tiers.follow_scheme, account)
    assert words(account) == ("Gold", "follows the scheme")
    assert words(add(store, "New", None)) == ("no tier", "nobody decided it yet")
    assert words(add(store, "Old", None, tier="vip", agreement_on="2026-01-01")) == ("VIP (provisional)", "set by hand")


@pytest.mark.parametrize(
    ("reading", "said", "said_in_chinese"),
    [
        (tier_by_scheme(TierInputs(35_000_000)), "Gold: buys ¥350k a year, from ¥200k on",
         "黄金：年采购 ¥35万，达到 ¥20万 线"),
        (tier_by_scheme(TierInputs(999_999)), "no tier: buys ¥9,999.99 a year, below ¥10k",
         "未分级：年采购 ¥9,999.99，低于 ¥1万 线"),
        (tier_by_scheme(TierInputs()), "purchases a year unknown", "年采购额未知"),
        (tier_by_scheme(TierInputs(yearly_units=60), UNITS), "Platinum: 60 units a year, from 50 on",
         "白金：年采购 60 台，达到 50 台线"),
        (tier_by_scheme(TierInputs(900_000, revenue_group=2)), "VIP: buys ¥9k a year, from ¥9k on (90 %)",
         "VIP：年采购 ¥9,000，达到 ¥9,000 线（按 90%）"),
    ],
)  # fmt: skip
def test_a_reading_in_words(reading: TierReading, said: str, said_in_chinese: str) -> None:
    assert reading_words(reading) == said
    use_language("zh")
    assert reading_words(reading) == said_in_chinese


def test_a_step_is_told_in_the_words_of_its_own_scheme(store: Store) -> None:
    account = add(store, "Acme", 300_000)
    use_tiers(TierSettings(scheme="metal"))
    do(store, tiers.set_tier, account, "gold", reason="grows", approver="王总")
    use_tiers(DEFAULT_TIERS)
    (step,) = list_tier_changes(store.connection, account)
    words = step_words(step, clock(), "revenue")
    assert words.endswith("no tier → Iron · by hand · By rank in the book · grows · approved by 王总")
    assert step_words(step, clock(), "metal").endswith("no tier → Iron · by hand · grows · approved by 王总")
