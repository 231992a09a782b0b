"""What is at risk as far as it is recorded: one line an account, the most serious first, each with its why.

Every reason weighs so many points (`POINTS`); the heaviest one counts whole, every further one a fifth, and the higher
the tier, the more is added (`TIER_POINTS`). Our overdue promises are told elsewhere.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from karep.db.views import risks
from karep.db.views.deals import get_deals
from karep.db.views.in_contact import Head, LastContact, count_silent, find_last_contacts, get_heads, list_last_contacts
from karep.frozen import frozen
from karep.i18n import N_, _
from karep.reports import words
from karep.reports.report import Line, Section, parts
from karep.reports.week_lines import role_words
from karep.reports.week_moments import Moment, moments
from karep.reports.week_scene import Scene
from karep.rules.care import comes_once
from karep.rules.cutting import cut
from karep.rules.lunar import next_occurrence
from karep.rules.stages import is_idle, lacks_next_step
from karep.rules.visible import one_line
from karep.rules.vocabulary import ROLES, TIERS

LISTED: Final = 12
"""So many accounts are listed; the others are counted."""
TOLD: Final = 3
"""So many reasons of one account are told."""
TIMES_LIMIT: Final = 2
"""An account that heard nothing for longer than so many times the limit of its tier is at risk."""
CONTRACT_DAYS: Final = 90
"""So many days ahead a contract's end is a warning where no renewal is open."""
STALE_DAYS: Final = 14
"""An objection that stands unanswered for longer is a warning."""
OLDEST_DAYS: Final = 180
"""An unanswered objection that is older is forgotten."""
LARGEST: Final = 50
"""So many of the large deals are looked at, the largest first."""
LONGEST: Final = 40
"""So many characters of an objection are told."""

POINTS: Final = {
    "lost": 90,
    "at_risk": 80,
    "left": 70,
    "contract_soon": 70,
    "dormant": 60,
    "against": 60,
    "contract": 50,
    "silent": 50,
    "lowered": 40,
    "deal": 35,
    "failed": 35,
    "unanswered": 25,
}
"""What each reason weighs; a contract that ends within 30 days weighs as much as somebody who left."""
SOON_DAYS: Final = 30
TIER_POINTS: Final = {"diamond": 40, "platinum": 30, "gold": 15, "vip": 5}
"""What is added for the tier."""
DECIDERS: Final = ("decision_maker", "purchaser")
"""Whose being against us is a warning."""


@frozen
class Reason:
    """Why an account is at risk."""

    account_id: str
    kind: str
    """A key of `POINTS`."""
    sentence: str
    noun: str = ""
    record_id: str = ""
    """The record that says so, where it is not the account."""
    weight: int = 0
    """Which of equal reasons comes first: what a deal is worth, for how many days nobody was in contact."""

    @property
    def personal(self) -> bool:
        """Whether it is the rep's own view of somebody, which a customer must not see."""
        return self.kind == "against"


def warnings(connection: sqlite3.Connection, scene: Scene) -> Section:
    """What is at risk, the most serious first; `LISTED` accounts at most, the others are counted."""
    seen, _before = moments(scene)
    by_account: dict[str, list[Reason]] = defaultdict(list)
    for reason in _reasons(connection, scene, seen):
        by_account[reason.account_id].append(reason)
    known = find_last_contacts(connection, by_account, seen.end)
    for account_id in by_account.keys() - known.keys():
        del by_account[account_id]  # it was not in the book by then
    others = _add_silent(connection, scene, seen, by_account, known)
    for reason in (one for reasons in by_account.values() for one in reasons if one.personal):
        scene.withhold("person", reason.record_id, "stance", "privacy")
    heads = get_heads(connection, by_account)
    scores = {one: _score(by_account[one], head.tier) for one, head in heads.items()}
    weights = {one: max(reason.weight for reason in by_account[one]) for one in heads}
    ranked = sorted(heads, key=lambda one: (-scores[one], -weights[one], heads[one].name, one))
    lines = tuple(_line(one, heads[one], by_account[one], scores[one]) for one in ranked[:LISTED])
    return Section("warnings", _("Warnings"), lines, more=len(ranked) + others - len(lines), part="warnings")


def _score(reasons: list[Reason], tier: str | None) -> int:
    points = [POINTS[one.kind] for one in reasons]
    return max(points) + (sum(points) - max(points)) // 5 + TIER_POINTS.get(tier or "", 0)


def _line(account_id: str, head: Head, reasons: list[Reason], score: int) -> Line:
    """An account and why it is at risk; what the rep thinks of somebody stands in a line of its own."""
    ordered = sorted(reasons, key=lambda one: (-POINTS[one.kind], -one.weight, one.sentence))
    told = [one for one in ordered if not one.personal][:TOLD]
    views = [one for one in ordered if one.personal]
    joined = _("; ").join(one.sentence for one in told or views)
    below = tuple(
        Line(one.noun, one.record_id, parts(why=one.sentence), account_id=account_id, level="inward")
        for one in (views if told else ())
    )
    return Line(
        "account",
        account_id,
        parts(account=head.name, tier=words.tier_words(head.tier), why=joined),
        account_id=account_id,
        attention=score,
        lines=below,
        level="" if told else "inward",
        sources=tuple((one.noun, one.record_id) for one in told or views if one.noun),
    )


def _reasons(connection: sqlite3.Connection, scene: Scene, seen: Moment) -> Iterator[Reason]:
    yield from _fallen(connection, scene)
    yield from _people(connection, scene)
    yield from _contracts(connection, scene, seen)
    yield from _deals(connection, scene, seen)
    yield from _lowered(connection, scene)
    yield from _doubts(connection, scene, seen)


# --- why ---------------------------------------------------------------------------------------------------------

_SINCE: Final = {
    "lost": N_("lost {day}"),
    "dormant": N_("fell asleep {day}"),
    "at_risk": N_("at risk since {day}"),
}


def _fallen(connection: sqlite3.Connection, scene: Scene) -> Iterator[Reason]:
    first, last = scene.period.first.isoformat(), scene.last_day.isoformat()
    for one in (*risks.list_fallen(connection, first, last), *risks.list_at_risk(connection, last)):
        if one.since is None and not scene.recent:
            continue  # nobody knows whether it was so then
        day = words.read_day(one.since)
        sentence = _(_SINCE[one.status]).format(day=_day_words(day, scene)) if day else _("at risk")
        yield Reason(one.account_id, one.status, sentence)


def _people(connection: sqlite3.Connection, scene: Scene) -> Iterator[Reason]:
    # what somebody thinks of us is not dated: it is told while it is news
    first, last = scene.period.first.isoformat(), scene.last_day.isoformat()
    for one in risks.list_key_people(connection, first, last):
        roles = [role for role in ROLES if role in one.roles]
        left = words.read_day(one.left_on) if one.left_on and one.left_on <= last else None
        if left:
            sentence = _("{who} left {day}").format(who=_who(one.name, roles), day=_day_words(left, scene))
            yield Reason(one.account_id, "left", sentence, "person", one.person_id)
        elif scene.recent and (one.stance or 0) < 0 and any(role in DECIDERS for role in roles):
            stance = words.stance_words(one.stance or 0)
            sentence = _("{label}: {text}").format(label=_who(one.name, roles), text=stance)
            yield Reason(one.account_id, "against", sentence, "person", one.person_id, -(one.stance or 0))


def _who(name: str, roles: list[str]) -> str:
    """Somebody with the weightiest of the parts: “Li Na (purchaser)”."""
    if not roles:
        return name
    return _("{name} ({role})").format(name=name, role=role_words(roles[0]))


def _add_silent(
    connection: sqlite3.Connection,
    scene: Scene,
    seen: Moment,
    by_account: dict[str, list[Reason]],
    known: Mapping[str, tuple[str, LastContact]],
) -> int:
    """Add those that heard nothing for too long: whoever is at risk already, and those silent for longest.

    Returns:
        How many further ones there are; a large book may have thousands.
    """
    others = 0
    for tier in TIERS:
        interval = scene.practice.cadence.of_tier(tier).contact
        if interval is None:
            continue
        before = seen.start(TIMES_LIMIT * interval.worst)
        at_risk = [one for kind, one in known.values() if kind == tier and (one.last or one.since or "") < before]
        longest = list_last_contacts(connection, tier, seen.end, before, LISTED)
        told = {one.account_id: one for one in (*at_risk, *longest)}
        for one in told.values():
            by_account[one.account_id].append(_silent(one, scene, interval.worst))
        others += count_silent(connection, tier, seen.end, before) - len(told)
    return others


def _silent(one: LastContact, scene: Scene, limit: int) -> Reason:
    day = scene.day(one.last or one.since)
    days = (scene.last_day - day).days if day else 0
    sentence = _("no contact for {days} d, limit {limit} d") if one.last else _("never in contact")
    return Reason(one.account_id, "silent", sentence.format(days=days, limit=limit), weight=days)


def _contracts(connection: sqlite3.Connection, scene: Scene, seen: Moment) -> Iterator[Reason]:
    last = scene.last_day + timedelta(days=CONTRACT_DAYS)
    months = {(scene.last_day + timedelta(days=step)).month for step in range(CONTRACT_DAYS + 1)}
    for one in risks.list_contract_ends(connection, tuple(months), seen.end):
        once = comes_once("contract_end", one.year)
        on = next_occurrence(one.month, one.day, one.year, "solar", False, scene.last_day, once=once)
        if on is not None and on <= last:
            days = (on - scene.last_day).days
            sentence = _("contract ends {day}, no renewal is open").format(day=_day_words(on, scene))
            kind = "contract_soon" if days <= SOON_DAYS else "contract"
            yield Reason(one.account_id, kind, sentence, "occasion", one.occasion_id, CONTRACT_DAYS - days)


def _deals(connection: sqlite3.Connection, scene: Scene, seen: Moment) -> Iterator[Reason]:
    """Open deals worth at least as much as the mean of those in their currency that stand still or lack a next step.

    Whether a deal had a next step at the end of a period that is over is not recorded.
    """
    deals = risks.list_open_deals(connection, seen.end)
    amounts: dict[str, list[int]] = defaultdict(list)
    for one in deals:
        amounts[one.currency].append(one.amount)
    large = [one for one in deals if one.amount * len(amounts[one.currency]) >= sum(amounts[one.currency])]
    large = large[:LARGEST]
    ids = [one.opportunity_id for one in large]
    known = get_deals(connection, ids)
    steps = risks.get_steps(connection, ids, scene.clock.today.isoformat())
    for one in large:
        deal = known.get(one.opportunity_id)
        active = scene.day(deal.active_at) if deal else None
        if deal is None or active is None:
            continue
        if is_idle(active, scene.last_day):
            why = _("nothing happened for {days} d").format(days=(scene.last_day - active).days)
        else:
            why = "" if scene.over else _step_words(deal.stage, steps.get(deal.id), scene)
        if why:
            amount = words.amount_words(deal.amount, deal.currency)
            name = _("{name} ({role})").format(name=deal.name, role=amount) if amount else deal.name
            told = _("{label}: {text}").format(label=name, text=why)
            yield Reason(one.account_id, "deal", told, "opportunity", one.opportunity_id, one.amount)


def _step_words(stage: str, steps: risks.Steps | None, scene: Scene) -> str:
    """What is wrong with the next step of a deal that needs one: it lacks, or is overdue with none after it."""
    today, within = scene.clock.today, scene.practice.cadence.next_step_days
    coming, oldest = (words.read_day(one) if one else None for one in (steps or (None, None)))
    if not lacks_next_step(stage, coming, today, days=within):
        return ""
    if coming is None and oldest is not None:
        return _("its next step is overdue since {day}").format(day=_day_words(oldest, scene))
    return _("no next step in the next {step_days} d").format(step_days=within)


def _day_words(day: date, scene: Scene) -> str:
    return words.dated_words(day, scene.last_day)


def _lowered(connection: sqlite3.Connection, scene: Scene) -> Iterator[Reason]:
    rank = {tier: place for place, tier in enumerate(TIERS)}
    for one in risks.list_tier_steps(connection, scene.since, scene.until):
        before, after = (rank.get(tier or "", len(rank)) for tier in (one.from_tier, one.to_tier))
        if after > before:
            sentence = _("tier lowered from {before} to {after}").format(
                before=words.tier_words(one.from_tier), after=words.tier_words(one.to_tier)
            )
            yield Reason(one.account_id, "lowered", sentence, "tier_change", one.id)


def _doubts(connection: sqlite3.Connection, scene: Scene, seen: Moment) -> Iterator[Reason]:
    earliest, stale = seen.start(OLDEST_DAYS), seen.start(STALE_DAYS)
    for one in risks.list_doubts(connection, scene.since, min(scene.until, seen.end), earliest, stale):
        said = one_line(scene.told("objection", one.id, "words", one.words))
        said = cut(said, LONGEST) if said else ""
        day = scene.day(one.at)
        days = (scene.last_day - day).days if day else 0
        failed = one.outcome == "failed"
        sentence = _("objection not overcome")
        if not failed:
            answered, silent = _("objection answered, open for {days} d"), _("objection unanswered for {days} d")
            sentence = (answered if one.answered else silent).format(days=days)
        told = _("{label}: {text}").format(label=sentence, text=said) if said else sentence
        yield Reason(one.account_id, "failed" if failed else "unanswered", told, "objection", one.id, days)
