"""Which deal a log line is about, and whether an amount can be its amount."""

from collections.abc import Sequence
from typing import Literal

from karep.rules.log_line.understood import Candidate
from karep.rules.matching import fold
from karep.rules.money import Money


def named_deal(words: str, deals: Sequence[Candidate]) -> Candidate | None:
    """The one open deal that is called so, or has the words in its name; None for none and for several."""
    wanted = fold(words)
    exact = [one for one in deals if fold(one.name) == wanted]
    found = exact or [one for one in deals if wanted and wanted in fold(one.name)]
    return found[0] if len(found) == 1 else None


def amount_doubt(money: Money | None, deal: Candidate | None) -> Literal["amount", "deal", "currency"] | None:
    """Why an amount is not that of a deal; None when it is."""
    if money is None or money.minor < 0:
        return "amount"
    if deal is None:
        return "deal"
    return "currency" if money.currency and deal.currency and money.currency != deal.currency else None
