"""Winning a deal and opening it again, from wherever it is shown."""

from karep.db import opportunities
from karep.db.views.deals import Deal
from karep.db.views.members import get_group_buy
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language, ngettext
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules import signing
from karep.rules.stages import position, unmet_between
from karep.screens.base import KarepScreen


async def win_deal(screen: KarepScreen, deal: Deal) -> None:
    """Mark a deal as won, move it to delivery, and tell what was planned.

    It reminds of the service that the members of a group-buy were promised.
    """
    if deal.status == "won":
        screen.say(_("This deal is won already."))
        return
    moves = position(deal.stage) < position(signing.STAGE)
    unmet = await _unmet(screen, deal) if moves else []
    today = screen.karep.clock.today
    planned = await screen.karep.save("opportunity.win", deal.name, opportunities.win, deal.id, on=today, unmet=unmet)
    sentence = _("Won: {name}. Undo takes it back.")
    if planned:
        sentence = ngettext(
            "Won: {name}. {n} follow-up is planned; undo takes it back.",
            "Won: {name}. {n} follow-ups are planned; undo takes it back.",
            len(planned),
        )
    told = [sentence.format(name=deal.name, n=len(planned))]
    if moves:
        told.append(_("It is in {stage} now.").format(stage=stage_words(signing.STAGE)))
    group = await screen.karep.desk.read(get_group_buy, deal.id) if deal.kind == "group_buy" else None
    if group is not None and group.vip_service:
        told.append(_("The members are retail customers now, with VIP after-sales: priority, labour discount."))
    screen.say("\n".join(told))


async def _unmet(screen: KarepScreen, deal: Deal) -> list[str]:
    """The exit facts that the signature leaves open."""
    ticked = set(await screen.karep.desk.read(list_ticks, deal.id))
    exits = {one.id: [fact.id for fact in one.exit] for one in playbook(language()).stages.values()}
    return unmet_between(deal.stage, signing.STAGE, ticked, exits)


async def reopen_deal(screen: KarepScreen, deal: Deal) -> None:
    """Open a deal again that was won or lost."""
    if deal.status == "open":
        screen.say(_("This deal is open."))
        return
    await screen.karep.save("opportunity.reopen", deal.name, opportunities.reopen, deal.id)
    screen.say(_("Open again: {name}.").format(name=deal.name))
