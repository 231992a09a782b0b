"""Which tier an account is in by the scheme in force."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from karep.frozen import frozen
from karep.rules.vocabulary import TIERS
from karep.settings import GROUP_PERCENT, METAL_SHARES, REVENUE_LIMITS, UNIT_LIMITS, Settings


@frozen
class TierSettings:
    """The scheme in force, and the limits of all schemes."""

    scheme: str = "revenue"
    """A key of `karep.rules.vocabulary.TIER_SCHEMES`."""
    revenue_limits: tuple[int, ...] = REVENUE_LIMITS
    """Inclusive lower limits of the four tiers, in whole units of the currency."""
    unit_limits: tuple[int, ...] = UNIT_LIMITS
    """Inclusive lower limits of the four tiers, in units."""
    metal_shares: tuple[int, ...] = METAL_SHARES
    """What part of the book, by yearly purchases, is in each of the first three tiers, in percent."""
    group_percent: tuple[int, ...] = GROUP_PERCENT
    """What limits are multiplied by in revenue groups 1, 2, 3, in percent."""
    group_tiers: str = "vip"
    """Whether that lowers the limit of the last tier alone (``vip``) or of ``all``."""
    currency: str = "CNY"
    """What purchases and their limits are told in."""

    @classmethod
    def of(cls, settings: Settings) -> "TierSettings":
        """What the rep has set."""
        return cls(
            scheme=settings["tier_scheme"],
            revenue_limits=settings.numbers("revenue_limits"),
            unit_limits=settings.numbers("unit_limits"),
            metal_shares=settings.numbers("metal_shares"),
            group_percent=settings.numbers("group_percent"),
            group_tiers=settings["group_tiers"],
            currency=settings["currency"].strip().upper(),
        )


DEFAULT_TIERS: Final = TierSettings()


class TierInputs(NamedTuple):
    """What is known of an account that a scheme goes by."""

    yearly_purchases: int | None = None
    """What it buys from us a year, in minor units (fen, cents); None while that is unknown."""
    yearly_units: int | None = None
    """How many units it buys from us a year; None while that is unknown."""
    revenue_group: int | None = None
    """The group of our office, 1 to 3; an unknown one counts as 1."""
    province_registered: bool = False
    """Whether it is an upstream account registered at province level."""
    agreed: bool = False
    """Whether its agreement is signed."""
    registered: bool = False
    """Whether it is registered; whoever the province registered is."""
    place: int | None = None
    """Its place in the book by yearly purchases, 1 for the most; whoever buys as much has the same place."""
    ranked: int = 0
    """How many accounts of the book buy anything."""


class TierReading(NamedTuple):
    """What a scheme says about an account, and why."""

    scheme: str
    tier: str | None = None
    """The tier; None for none, and for an account of which too little is known."""
    why: str = ""
    """``purchases``, ``units``, ``place``, ``province``, or ``nothing`` for an account that buys nothing."""
    unknown: str = ""
    """The field that is missing; nothing is said about the tier then."""
    bought: int = 0
    """What it buys a year: minor units, or units."""
    limit: int = 0
    """The inclusive lower limit of the tier in the same measure; of the last tier where it is in none."""
    percent: int = 100
    """What the limit was multiplied by for the revenue group."""
    place: int = 0
    ranked: int = 0
    missing: tuple[str, ...] = ()
    """What keeps the tier provisional: ``agreement_on``, ``registered_on``."""

    @property
    def known(self) -> bool:
        """Whether enough is known to say which tier it is."""
        return not self.unknown

    @property
    def provisional(self) -> bool:
        """Whether the tier waits for an agreement or a registration."""
        return bool(self.missing)


def tier_by_scheme(inputs: TierInputs, settings: TierSettings = DEFAULT_TIERS) -> TierReading:
    """The tier of an account by the scheme in force.

    By yearly purchases: from the limit of a tier on, the limit included. An upstream account that is registered at
    province level is in the first tier whatever it buys. Offices of revenue groups 2 and 3 have a lower limit for the
    last tier, or for all. Without a signed agreement and a registration the tier is provisional.

    By units: from so many units a year on, the limit included.

    By rank: the best few percent of the accounts that buy anything, and so on; a part of an account counts as a whole
    one, so that the best of a small book is in the first tier. Whoever buys as much has the same place, and whoever
    buys nothing has none. The rest of those who buy are in the last tier.
    """
    if settings.scheme == "units":
        return _by_units(inputs, settings)
    if settings.scheme == "metal":
        return _by_place(inputs, settings)
    return _by_purchases(inputs, settings)


def missing_papers(tier: str | None, inputs: TierInputs, settings: TierSettings = DEFAULT_TIERS) -> tuple[str, ...]:
    """What keeps a tier provisional, however the account came to it: only the scheme of purchases asks for papers."""
    if settings.scheme != "revenue" or tier is None:
        return ()
    registered = inputs.registered or inputs.province_registered
    return (() if inputs.agreed else ("agreement_on",)) + (() if registered else ("registered_on",))


def _by_purchases(inputs: TierInputs, settings: TierSettings) -> TierReading:
    best = next(iter(TIERS))
    if inputs.province_registered:
        bought = inputs.yearly_purchases or 0
        missing = missing_papers(best, inputs, settings)
        return TierReading("revenue", best, "province", bought=bought, missing=missing)
    purchases = inputs.yearly_purchases
    if purchases is None:
        return TierReading("revenue", unknown="yearly_purchases")
    limits, percents = _limits(inputs.revenue_group or 1, settings)
    tier, step = _reached(purchases, limits)
    missing = missing_papers(tier, inputs, settings)
    return TierReading(
        "revenue", tier, "purchases", bought=purchases, limit=limits[step], percent=percents[step], missing=missing
    )


@lru_cache(maxsize=64)
def _limits(group: int, settings: TierSettings) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The limits of a revenue group in minor units, and what each was multiplied by, in percent."""
    known = 1 <= group <= len(settings.group_percent)
    percent = settings.group_percent[group - 1] if known else 100
    *_others, last = TIERS
    percents = tuple(percent if settings.group_tiers == "all" or tier == last else 100 for tier in TIERS)
    # a limit in whole units times a percent is the same limit in minor units
    return tuple(limit * part for limit, part in zip(settings.revenue_limits, percents, strict=True)), percents


def _by_units(inputs: TierInputs, settings: TierSettings) -> TierReading:
    units = inputs.yearly_units
    if units is None:
        return TierReading("units", unknown="yearly_units")
    tier, step = _reached(units, settings.unit_limits)
    return TierReading("units", tier, "units", bought=units, limit=settings.unit_limits[step])


def _reached(bought: int, limits: Sequence[int]) -> tuple[str | None, int]:
    """The highest tier whose limit is reached, and the place of that limit; the last limit where none is."""
    for step, (tier, limit) in enumerate(zip(TIERS, limits, strict=True)):
        if bought >= limit:
            return tier, step
    return None, len(limits) - 1


def _by_place(inputs: TierInputs, settings: TierSettings) -> TierReading:
    bought, place, ranked = inputs.yearly_purchases, inputs.place, inputs.ranked
    if bought is None:
        return TierReading("metal", unknown="yearly_purchases")
    if bought <= 0 or place is None:
        return TierReading("metal", why="nothing")
    *first, last = TIERS
    reach = 0
    for tier, share in zip(first, settings.metal_shares, strict=True):
        reach += share
        if (place - 1) * 100 < reach * ranked:
            return TierReading("metal", tier, "place", bought=bought, place=place, ranked=ranked)
    return TierReading("metal", last, "place", bought=bought, place=place, ranked=ranked)


def places(purchases: Iterable[int]) -> dict[int, int]:
    """The place of every amount among those of a book, 1 for the largest; equal amounts have the same place."""
    found: dict[int, int] = {}
    for number, amount in enumerate(sorted((one for one in purchases if one > 0), reverse=True), 1):
        found.setdefault(amount, number)
    return found
