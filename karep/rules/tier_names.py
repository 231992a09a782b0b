"""What tiers are called: the scheme in force decides, and is set once at the start, as the language is.

Whatever the scheme, the store keeps the same four keys, so that nothing is rewritten when another one is chosen.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from karep.i18n import _, pgettext
from karep.rules.tiers import DEFAULT_TIERS, TierSettings
from karep.rules.vocabulary import TIERS

_in_force: TierSettings = DEFAULT_TIERS


def use_tiers(settings: TierSettings) -> None:
    """Make `settings` those by which all later look-ups answer, and by which tiers follow their scheme."""
    global _in_force
    _in_force = settings


def tiers_in_force() -> TierSettings:
    """The scheme in force with its limits."""
    return _in_force


_METAL: Final[dict[str, Callable[[], str]]] = {
    "diamond": lambda: pgettext("metal", "Platinum"),
    "platinum": lambda: pgettext("metal", "Gold"),
    "gold": lambda: pgettext("metal", "Iron"),
    "vip": lambda: pgettext("metal", "Lead"),
}
_METAL_KEYS: Final = {"diamond": "platinum", "platinum": "gold", "gold": "iron", "vip": "lead"}
"""The metals that sheets name the tiers by."""

_READ: Final = {
    **{tier: tier for tier in TIERS},
    "钻石": "diamond", "白金": "platinum", "铂金": "platinum", "黄金": "gold", "金": "gold",
}  # fmt: skip
_READ_METAL: Final = {
    **{metal: tier for tier, metal in _METAL_KEYS.items()},
    "铂金": "diamond", "铂": "diamond", "白金": "diamond", "黄金": "platinum", "金": "platinum", "铁": "gold",
    "铅": "vip",
}  # fmt: skip
_ENDINGS: Final = ("客户", "级", "tier")


def tier_name(tier: str, scheme: str | None = None) -> str:
    """The name of a tier in the language in use; a key that is none is its own name.

    Args:
        tier: The key that the store keeps.
        scheme: The scheme whose name is wanted; the one in force if it is not given.
    """
    if (scheme or _in_force.scheme) == "metal" and tier in _METAL:
        return _METAL[tier]()
    return _(TIERS.get(tier, tier))


def tier_names() -> dict[str, str]:
    """The names of the tiers by their keys, the highest first."""
    return {tier: tier_name(tier) for tier in TIERS}


def written_tier(tier: str) -> str:
    """What a sheet says for a tier, the same in every language: a word that `read_tier` reads back."""
    return _METAL_KEYS.get(tier, tier) if _in_force.scheme == "metal" else tier


def read_tier(text: str) -> str | None:
    """The tier that a word in either language names by the scheme in force, or None where it names none of ours."""
    word = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for ending in _ENDINGS:
        word = word.removesuffix(ending).strip()
    return (_READ_METAL if _in_force.scheme == "metal" else _READ).get(word)
