"""Where the tiers of the book and the scheme in force differ, the weightiest accounts first; tiers in words."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from karep.db.views.tiers import TierChange, TierStanding, count_unread, last_tier_changes, list_tier_standings
from karep.db.words import field_name
from karep.i18n import N_, _, language, ngettext
from karep.reports.report import Line, Report, Section, parts
from karep.reports.words import dated_words, read_local_day, tier_words
from karep.rules.clock import Clock
from karep.rules.money import format_amount, parse_amount
from karep.rules.practice import USUAL, Practice
from karep.rules.tier_names import tier_name, tiers_in_force
from karep.rules.tiers import TierReading, TierSettings
from karep.rules.vocabulary import TIER_SCHEMES, TIERS

CROSSED_DAYS: Final = 90
"""So long an account that the scheme moved is listed as having crossed a limit."""
LISTED: Final = 500
"""As many accounts of one section are listed."""

SECTIONS: Final = {
    "moved": N_("Follows the scheme, which says otherwise now"),
    "untiered": N_("Without a tier"),
    "by_hand": N_("Set by hand, the scheme says otherwise"),
    "kept": N_("Kept by hand, with a reason"),
    "crossed": N_("Crossed a limit in the last 90 days"),
}
"""The parts of the review: the first three wait for the rep, the others are told."""
UNREAD: Final = "unread"
"""The section without lines that says of how many accounts too little is known."""
OPEN: Final = ("moved", "untiered", "by_hand")
"""The sections that wait for a decision."""

_Pair = tuple[TierStanding, TierChange | None]
"""An account, and the last step of its tier."""
_MISSING: Final = {"agreement_on": N_("agreement not signed"), "registered_on": N_("not registered")}
_UNKNOWN: Final = {"yearly_purchases": N_("purchases a year unknown"), "yearly_units": N_("units a year unknown")}


def missing_words(missing: Iterable[str]) -> str:
    """What keeps a tier provisional: “agreement not signed, not registered”; nothing where nothing does."""
    return _(", ").join(_(_MISSING[one]) for one in missing)


def reading_words(reading: TierReading) -> str:
    """What the scheme says, and why: “Gold: buys 350,000 a year, from 200,000 on”."""
    if not reading.known:
        return _(_UNKNOWN[reading.unknown])
    return _("{tier}: {why}").format(tier=tier_words(reading.tier), why=why_words(reading))


def why_words(reading: TierReading) -> str:
    """Why the scheme says what it says, or what is missing for it to say anything."""
    if not reading.known:
        return _(_UNKNOWN[reading.unknown])
    if reading.why == "province":
        return _("registered by the province")
    if reading.why == "nothing":
        return _("buys nothing")
    if reading.why == "place":
        return _("place {place} of {all} by purchases").format(place=reading.place, all=f"{reading.ranked:,}")
    reached, units = reading.tier is not None, reading.why == "units"
    currency = tiers_in_force().currency
    bought, limit = (f"{one:,}" if units else _amount(one, currency) for one in (reading.bought, reading.limit))
    if units:
        sentence = _("{bought} units a year, from {limit} on") if reached else _("{bought} units a year, below {limit}")
    else:
        sentence = _("buys {bought} a year, from {limit} on") if reached else _("buys {bought} a year, below {limit}")
    lowered = "" if reading.percent == 100 else _(" ({percent} %)").format(percent=reading.percent)
    return sentence.format(bought=bought, limit=limit) + lowered


def standing_words(standing: TierStanding) -> str:
    """The tier in few words: “Platinum (provisional, by hand)”; no more than its name where nothing is to be said."""
    marks = [_("provisional")] if standing.missing else []
    if standing.origin == "hand" or (standing.by_hand and standing.differs):
        marks.append(_("by hand"))
    name = tier_words(standing.tier)
    return _("{tier} ({marks})").format(tier=name, marks=_(", ").join(marks)) if marks else name


def origin_words(standing: TierStanding) -> str:
    """Who decided the tier, and what the scheme says where that is another one."""
    if standing.follows:
        return _("follows the scheme")
    if not standing.by_hand:
        return _("nobody decided it yet")
    if standing.differs:
        return _("set by hand; the scheme says {tier}").format(tier=tier_words(standing.reading.tier))
    return _("set by hand")


def step_words(step: TierChange, clock: Clock, scheme: str) -> str:
    """One step of a tier's history: “3 Nov 2026: Gold → Platinum · by hand · frame contract · approved by 王总”.

    Args:
        step: The step.
        clock: What counts as today.
        scheme: The scheme in force; another one is named, and the tiers as it named them.
    """
    day = read_local_day(step.at, clock.zone)
    then = step.scheme or scheme
    told = [
        _step_names(step, then),
        _("by the scheme") if step.origin == "scheme" else _("by hand"),
        "" if then == scheme else _(TIER_SCHEMES[then]),
        step.reason or "",
        _("approved by {who}").format(who=step.approver) if step.approver else "",
    ]
    words = " · ".join(part for part in told if part)
    return f"{dated_words(day, clock.today)}  {words}" if day else words


def _step_names(step: TierChange, scheme: str | None) -> str:
    """From which tier to which, as a scheme names them: “Gold → Platinum”."""
    names = [tier_name(tier, scheme) if tier else tier_words(None) for tier in (step.from_tier, step.to_tier)]
    return _("{tier} stays").format(tier=names[1]) if step.confirms else " → ".join(names)


def tier_review(
    connection: sqlite3.Connection, clock: Clock, practice: Practice = USUAL, *, listed: int = LISTED
) -> Report:
    """Every account where the scheme says another tier than it has, and those that crossed a limit lately.

    Args:
        connection: The store.
        clock: What counts as today.
        practice: The scheme in force and its limits.
        listed: As many accounts of one section are listed.
    """
    found = _found(connection, clock, practice)
    empty = _("Every tier is as the scheme says, as far as it is known what they buy.")
    unread = count_unread(connection, practice.tiers)
    sections = tuple(_section(key, found[key], clock, listed) for key in SECTIONS)
    if not any(section.lines for section in sections):
        says_something = any(one.reading.known for one in list_tier_standings(connection, practice.tiers))
        sections = (Section("moved", _("Tiers"), (), empty),) if says_something or not unread else ()
    if unread:
        sections += (Section(UNREAD, _("The scheme says nothing yet"), (), unread_words(unread, practice.tiers)),)
    scheme = _(TIER_SCHEMES[practice.tiers.scheme])
    return Report(_("Review of tiers"), f"{scheme} · {limits_words(practice.tiers)}", sections)


def unread_words(number: int, settings: TierSettings, key: str = "") -> str:
    """Of how many accounts too little is known, and what helps; `key` is the one that edits an account."""
    field = field_name("yearly_units" if settings.scheme == "units" else "yearly_purchases")
    sentence = ngettext(
        "{n} account has no “{field}”: fill it in on the account{key}, or import a sheet with that column.",
        "{n} accounts have no “{field}”: fill it in on the account{key}, or import a sheet with that column.",
        number,
    )
    return sentence.format(n=f"{number:,}", field=field, key=_(" ({key})").format(key=key) if key else "")


def review_ids(connection: sqlite3.Connection, clock: Clock, practice: Practice = USUAL) -> dict[str, list[str]]:
    """The ids of all accounts of the review by the keys of `SECTIONS`."""
    found = _found(connection, clock, practice)
    return {key: [standing.account_id for standing, _step in pairs] for key, pairs in found.items()}


def _found(connection: sqlite3.Connection, clock: Clock, practice: Practice) -> dict[str, list[_Pair]]:
    """The accounts of each section in no order, each with the last step of its tier."""
    steps = last_tier_changes(connection)
    since = clock.today - timedelta(days=CROSSED_DAYS)
    found: dict[str, list[_Pair]] = {key: [] for key in SECTIONS}
    for standing in list_tier_standings(connection, practice.tiers):
        step = steps.get(standing.account_id)
        if standing.differs:
            found[_section_of(standing, step, practice.tiers)].append((standing, step))
        elif step is not None and step.origin == "scheme" and not step.confirms:
            day = read_local_day(step.at, clock.zone)
            if day is not None and day >= since:
                found["crossed"].append((standing, step))
    return found


def limits_words(settings: TierSettings) -> str:
    """The tiers of the scheme in force with their limits: “Diamond ≥ 5M · Platinum ≥ 2M · …”."""
    names = [tier_name(tier, settings.scheme) for tier in TIERS]
    if settings.scheme == "metal":
        shares = [f"{share} %" for share in settings.metal_shares]
        return " · ".join(f"{name} {share}" for name, share in zip(names, [*shares, _("the rest")], strict=True))
    if settings.scheme == "units":
        limits = [f"{limit:,}" for limit in settings.unit_limits]
    else:
        limits = [_amount(limit * 100, settings.currency) for limit in settings.revenue_limits]
    return " · ".join(f"{name} ≥ {limit}" for name, limit in zip(names, limits, strict=True))


def _amount(minor: int, currency: str) -> str:
    """An amount in few letters where they say all of it: a limit must not be rounded."""
    is_exact = parse_amount(format_amount(minor, language(), short=True)) == minor
    return format_amount(minor, language(), currency=currency, short=is_exact)


def _section_of(standing: TierStanding, step: TierChange | None, settings: TierSettings) -> str:
    """Where an account belongs on which the scheme says another tier."""
    if standing.follows:
        return "moved"
    decided = step is not None and step.origin == "hand" and step.scheme == settings.scheme and bool(step.reason)
    if standing.by_hand:
        return "kept" if decided else "by_hand"
    return "untiered"


def _section(key: str, found: Sequence[_Pair], clock: Clock, listed: int) -> Section:
    """One part of the review, those who buy most first."""

    def weight(pair: _Pair) -> tuple[int, int, str, str]:
        one = pair[0]
        return -(one.inputs.yearly_purchases or 0), -(one.inputs.yearly_units or 0), one.name, one.account_id

    ordered = sorted(found, key=weight)
    lines = tuple(_line(key, standing, step, clock) for standing, step in ordered[:listed])
    return Section(key, _(SECTIONS[key]), lines, more=len(ordered) - len(lines))


def _line(key: str, standing: TierStanding, step: TierChange | None, clock: Clock) -> Line:
    if key == "crossed" and step is not None:
        day = read_local_day(step.at, clock.zone)
        when = dated_words(day, clock.today) if day else ""
        said = parts(account=standing.name, change=_step_names(step, step.scheme), when=when)
        return Line("account", standing.account_id, said, account_id=standing.account_id, state="done")
    change = f"{tier_words(standing.tier)} → {tier_words(standing.reading.tier)}"
    decided = step if key == "kept" else None
    missing = standing.reading.missing
    said = parts(
        account=standing.name,
        change=change,
        why=why_words(standing.reading),
        reason=decided.reason if decided else None,
        approver=_("approved by {who}").format(who=decided.approver) if decided and decided.approver else None,
        missing=_("provisional: {missing}").format(missing=missing_words(missing)) if missing else None,
    )
    state = "open" if key in OPEN else ""
    return Line("account", standing.account_id, said, account_id=standing.account_id, state=state)
