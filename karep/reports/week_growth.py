"""What may grow: who brings us others, deals that grow out of what customers have, and on how few the book rests."""

import sqlite3
from datetime import timedelta
from typing import Final

from karep.db.views import expansions, referrals
from karep.db.views.in_contact import Head, get_heads
from karep.db.views.progress import Closing, list_closings
from karep.db.views.purchases import Book, Customer, list_customers
from karep.i18n import _, language, ngettext
from karep.reports import words
from karep.reports.figure_words import number_words
from karep.reports.report import Figure, Line, Part, Section, parts
from karep.reports.week_coverage import account_line, percent
from karep.reports.week_moments import Moment, moments
from karep.reports.week_scene import Scene
from karep.rules.money import format_amount
from karep.rules.vocabulary import OPPORTUNITY_KINDS, ROLES
from karep.rules.zones import utc_span

WON_DAYS: Final = 180
"""A deal that was won within so many days before the end of the period, and that nothing grew out of, is listed."""
LISTED: Final = 5
"""So many of these are listed, the largest first."""
REFERRALS: Final = 10
"""So many lines about referrals are listed: whose numbers changed, then who was met most often, then new accounts."""
TOP_PERCENT: Final = 20
"""The part of the buyers whose share of the purchases is told, in percent."""

FIGURES: Final = ("top_share", "regular_customers")
"""The names of the figures, in order; what they count is told by `counted`."""


def growth(connection: sqlite3.Connection, scene: Scene) -> tuple[Section, ...]:
    """The part about growth: referrals, expansion, concentration."""
    referred = _referrals(connection, scene)
    return (
        Section(
            "referrals", _("Referrals"), referred[:REFERRALS], more=max(len(referred) - REFERRALS, 0), part="growth"
        ),
        _expansion(connection, scene),
        Section("concentration", _("Concentration"), _concentration(connection, scene), part="growth"),
    )


# --- referrals ---------------------------------------------------------------------------------------------------


def _referrals(connection: sqlite3.Connection, scene: Scene) -> tuple[Line, ...]:
    """Whose referrals grew, which opinion leaders and referrers were met, which accounts came by a recorded way."""
    until = min(scene.until, moments(scene)[0].end)
    brought = {one.person_id: one for one in referrals.list_brought(connection, scene.since, until)}
    met = {one.person_id: one for one in referrals.list_met_referrers(connection, scene.since, until)}
    ids = [*brought, *(one for one in met if one not in brought)]
    accounts = {one.account_id for one in brought.values()} | {one.account_id for one in met.values()}
    heads = get_heads(connection, accounts)
    lines = [_referrer(brought.get(one), met.get(one), heads) for one in ids]
    for arrival in referrals.list_arrivals(connection, scene.since, until):
        source = scene.told("account", arrival.account_id, "lead_source", arrival.lead_source)
        what = _("new account, came by: {source}").format(source=source) if source else _("new account")
        named = parts(account=arrival.name, tier=words.tier_words(arrival.tier) if arrival.tier else "", what=what)
        lines.append(Line("account", arrival.account_id, named, account_id=arrival.account_id))
    return tuple(lines)


def _referrer(brought: referrals.Brought | None, met: referrals.Met | None, heads: dict[str, Head]) -> Line:
    one = brought or met
    assert one is not None
    told = parts(
        account=heads[one.account_id].name if one.account_id in heads else "",
        who=one.name,
        role=_(ROLES["opinion_leader" if met.role == "opinion_leader" else "referrer"]) if met else "",
        what=_brought_words(brought) if brought else "",
    )
    times = (
        (Part("times", ngettext("{n} touch", "{n} touches", met.times).format(n=met.times), met.times),) if met else ()
    )
    return Line("person", one.person_id, (*told, *times), account_id=one.account_id)


def _brought_words(one: referrals.Brought) -> str:
    """What somebody has brought by now, and how many more or fewer that is than before."""
    groups = ngettext("{n} group ({more:+})", "{n} groups ({more:+})", one.groups)
    customers = ngettext("{n} customer of them ({more:+})", "{n} customers of them ({more:+})", one.customers)
    told = (
        groups.format(n=one.groups, more=one.groups - one.groups_before),
        customers.format(n=one.customers, more=one.customers - one.customers_before),
    )
    return _(", ").join(told)


# --- expansion ---------------------------------------------------------------------------------------------------


def _expansion(connection: sqlite3.Connection, scene: Scene) -> Section:
    """Deals with customers that were opened or moved, then the largest won ones that nothing has grown out of yet."""
    seen, _before = moments(scene)
    found = expansions.list_expansions(connection, scene.since, min(scene.until, seen.end))
    grown = [_grown(one, scene) for one in found]
    first = seen.on - timedelta(days=WON_DAYS)
    won = [
        one
        for one in list_closings(connection, utc_span(first, first, scene.clock.zone)[0], seen.end)
        if one.status == "won" and not expansions.has_successor(connection, one.opportunity_id, one.account_id)
    ]
    won.sort(key=lambda one: (-(one.amount or 0), one.at, one.opportunity_id))
    lines = (*grown, *(_unfollowed(one, scene) for one in won[:LISTED]))
    return Section("expansion", _("Expansion"), lines, more=max(len(won) - LISTED, 0), part="growth")


def _grown(one: expansions.Expansion, scene: Scene) -> Line:
    moved = ""
    if one.from_stage and one.to_stage:
        moved = f"{words.stage_words(one.from_stage)} → {words.stage_words(one.to_stage)}"
    opened = _("opened, {stage}").format(stage=words.stage_words(one.stage)) if one.opened else ""
    return Line(
        "opportunity",
        one.opportunity_id,
        parts(
            account=one.account_name,
            deal=one.name,
            kind=_(OPPORTUNITY_KINDS.get(one.kind, one.kind)),
            amount=words.amount_words(one.amount, one.currency),
            what=moved or opened,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        sources=(("stage_change", one.change_id),) if one.change_id else (),
    )


def _unfollowed(one: Closing, scene: Scene) -> Line:
    day = scene.day(one.at)
    won = (
        _("won {day}, nothing has grown out of it yet").format(day=words.dated_words(day, scene.last_day))
        if day
        else ""
    )
    return Line(
        "opportunity",
        one.opportunity_id,
        parts(account=one.account_name, deal=one.name, amount=words.amount_words(one.amount, one.currency), what=won),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
    )


# --- concentration -----------------------------------------------------------------------------------------------


def _concentration(connection: sqlite3.Connection, scene: Scene) -> tuple[Line, ...]:
    """On how few accounts the purchases rest, and how many of the active accounts are regular customers."""
    seen, before = moments(scene)
    now, then = list_customers(connection, (seen.end, before.end))
    if not now.buyers:
        return ()
    top, currency = _top(now), scene.practice.tiers.currency
    sums = [sum(one.purchases for one in of) for of in (top, now.buyers)]
    bought, all_bought = (format_amount(one, language(), currency=currency, short=True) for one in sums)
    few = _("{part} of {whole} buyers, {bought} of {all} a year").format(
        part=f"{len(top):,}", whole=f"{len(now.buyers):,}", bought=bought, all=all_bought
    )
    title = _("Share of the largest {percent} of the buyers").format(percent=number_words(TOP_PERCENT, "percent"))
    share = Figure(_share(now), _share(then) if then.buyers else None, unit="percent")
    lines = [Line("account", "", parts(what=title, why=few), figure=share, name="top_share")]
    if now.active:
        regular = len(_regular(now, seen))
        were = percent(len(_regular(then, before)), then.active) if then.active else None
        figure = Figure(percent(regular, now.active), were, unit="percent")
        some = _("{part} of {whole}").format(part=f"{regular:,}", whole=f"{now.active:,}")
        named = parts(what=_("Regular customers"), why=some)
        lines.append(Line("account", "", named, figure=figure, name="regular_customers"))
    return tuple(lines)


def _top(book: Book) -> list[Customer]:
    """The largest fifth of the buyers; a part of an account counts as a whole one."""
    return book.buyers[: -(-len(book.buyers) * TOP_PERCENT // 100)]


def _share(book: Book) -> int:
    return percent(sum(one.purchases for one in _top(book)), sum(one.purchases for one in book.buyers))


def _regular(book: Book, moment: Moment) -> list[Customer]:
    """Active accounts that buy and have signed their agreement by that day, the largest first."""
    on = moment.on.isoformat()
    return [one for one in book.buyers if one.is_active and one.agreement_on and one.agreement_on <= on]


def counted(connection: sqlite3.Connection, scene: Scene, name: str) -> tuple[Line, ...]:
    """The accounts that a figure counts: the largest buyers; the regular customers, the largest first.

    Raises:
        KeyError: If there is no such figure.
    """
    seen, _before = moments(scene)
    (book,) = list_customers(connection, (seen.end,))
    found = {"top_share": _top(book), "regular_customers": _regular(book, seen)}[name]
    heads = get_heads(connection, (one.account_id for one in found))
    currency = scene.practice.tiers.currency
    return tuple(
        account_line(
            one.account_id,
            heads[one.account_id],
            why=_("buys {amount} a year").format(
                amount=format_amount(one.purchases, language(), currency=currency, short=True)
            ),
        )
        for one in found
        if one.account_id in heads
    )
