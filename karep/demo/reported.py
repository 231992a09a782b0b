"""What belongs to the reports: the rep's own words of the last weeks, and targets."""

from typing import Final

from karep.demo.rows import Rows
from karep.demo.tables import Tongue
from karep.rules.periods import period_of

_TARGETS: Final = (
    ("week", "visits", 8),
    ("month", "visits", 30),
    ("month", "people", 6),
    ("month", "signed", 1_500_000),
    ("quarter", "signed", 6_500_000),
    ("year", "signed", 12_000_000),
)
"""By kind of period and measure; amounts in whole yuan."""


def report(rows: Rows, tongue: Tongue, accounts: dict[str, str]) -> None:
    """Add what the rep wrote into the reports in one language.

    Args:
        rows: What will be stored.
        tongue: The language.
        accounts: The ids of the accounts by their short names.
    """
    week = period_of("week", rows.today)
    for one in tongue.said:
        rows.add(
            "remark", period=str(week.step(-one.weeks_ago)), part=one.part, text=one.text, lesson=one.lesson or None,
            stage=one.stage or None, department=one.department or None, account_id=accounts.get(one.about),
            privacy=one.privacy,
        )  # fmt: skip


def aim(rows: Rows) -> None:
    """Add the targets."""
    for period, measure, value in _TARGETS:
        money = measure == "signed"
        rows.add(
            "target", period=period, measure=measure, value=value * 100 if money else value,
            currency="CNY" if money else None,
        )  # fmt: skip
