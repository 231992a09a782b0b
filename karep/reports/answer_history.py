"""How often a card or an answer of the playbook was used, and how often it worked, in the rep's words."""

from collections.abc import Mapping

from karep.db.views.objections import Counts
from karep.i18n import _


def history_words(card_id: str, counts: Mapping[str, Counts]) -> str:
    """The rep's own history of a card or of one of its answers: “used 7×, worked 4×”; empty where there is none.

    Args:
        card_id: The id of the card, or of the answer.
        counts: What `karep.db.views.objections.answer_counts` found.
    """
    known = counts.get(card_id)
    if known is None or not known.used:
        return ""
    told = [_("used {n}×").format(n=known.used)]
    if known.worked:
        told.append(_("worked {n}×").format(n=known.worked))
    if known.failed:
        told.append(_("failed {n}×").format(n=known.failed))
    return _(", ").join(told)
