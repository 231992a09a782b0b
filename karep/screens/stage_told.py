"""What a rep is told when a deal was won."""

from typing import TYPE_CHECKING

from karep.db.views.deals import Deal
from karep.db.views.members import get_group_buy
from karep.i18n import _, ngettext
from karep.reports.words import stage_words

if TYPE_CHECKING:
    from karep.app import KarepApp


async def tell_won(app: "KarepApp", deal: Deal, stage: str, planned: int) -> None:
    """Tell that a deal was won and is in `stage`, and how many follow-ups were planned.

    It reminds of the service that the members of a group-buy were promised.
    """
    sentence = _("Won: {name}. Undo takes it back.")
    if planned:
        sentence = ngettext(
            "Won: {name}. {n} follow-up is planned; undo takes it back.",
            "Won: {name}. {n} follow-ups are planned; undo takes it back.",
            planned,
        )
    told = [sentence.format(name=deal.name, n=planned)]
    if stage != deal.stage:
        told.append(_("It is in {stage} now.").format(stage=stage_words(stage)))
    group = await app.desk.read(get_group_buy, deal.id) if deal.kind == "group_buy" else None
    if group is not None and group.vip_service:
        told.append(_("The members are retail customers now, with VIP after-sales: priority, labour discount."))
    app.say("\n".join(told))
