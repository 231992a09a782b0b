"""What is put off, in words."""

from collections.abc import Mapping
from typing import Final

from karep.db.views.snoozes import Snooze
from karep.i18n import N_, _, language
from karep.rules.festivals import festival_name
from karep.rules.privacy import is_personal_day
from karep.rules.vocabulary import OCCASION_KINDS

_ABOUT: Final[Mapping[str, str]] = {
    "cadence": N_("Going cold"),
    "plan": N_("Nothing planned"),
    "win_back": N_("Win back"),
    "occasion": N_("Important day"),
    "festival": N_("Festival"),
    "deal": N_("Deal without a next step"),
    "tier": N_("Tier"),
}


def snooze_words(snooze: Snooze) -> str:
    """What is put off and whose it is: “Going cold · Acme · Wang”."""
    what = _(_ABOUT.get(snooze.about, snooze.about))
    if snooze.about == "occasion":
        what = snooze.occasion_label or _(OCCASION_KINDS.get(snooze.occasion_kind or "", "Important day"))
    elif snooze.festival:
        what = festival_name(snooze.festival, language())
    return " · ".join(filter(None, (what, snooze.account_name, snooze.person_name, snooze.opportunity_name)))


def is_personal(snooze: Snooze) -> bool:
    """Whether it is about a day that is somebody's own business."""
    return snooze.about == "occasion" and is_personal_day(snooze.occasion_kind, snooze.person_id)
