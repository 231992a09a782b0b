"""How long before a day something should be under way: greetings, gifts, service visits, contracts and budgets."""

from dataclasses import dataclass
from typing import Final

from karep.settings import BUDGET_DAYS, CONTRACT_DAYS, GIFT_DAYS, GIFT_LIMIT, GREETING_DAYS, VISIT_DAYS, Settings


@dataclass(frozen=True, slots=True)
class CareSettings:
    """Lead times in days, and what gifts to one person may be worth in a year."""

    greeting_days: int = GREETING_DAYS
    gift_days: int = GIFT_DAYS
    visit_days: int = VISIT_DAYS
    contract_days: tuple[int, ...] = CONTRACT_DAYS
    """On each of these days before a contract ends it comes up again."""
    budget_days: int = BUDGET_DAYS
    gift_limit: int = GIFT_LIMIT * 100
    """In minor units."""

    @classmethod
    def of(cls, settings: Settings) -> "CareSettings":
        """What the rep has set."""
        return cls(
            greeting_days=settings.number("greeting_days"),
            gift_days=settings.number("gift_days"),
            visit_days=settings.number("visit_days"),
            contract_days=settings.numbers("contract_days"),
            budget_days=settings.number("budget_days"),
            gift_limit=settings.number("gift_limit") * 100,
        )


DEFAULT_CARE: Final = CareSettings()
