"""An entry of the log of exports in words, for the command line and the app."""

from typing import Final

from karep.db.views.exports import CLIPBOARD, WEEK, Export
from karep.i18n import N_, _, language
from karep.reports.withheld import withheld_sentence
from karep.rules.periods import period_label, read_period

KINDS: Final = {
    WEEK: N_("Report"),
    "accounts": N_("Accounts"),
    "agenda": N_("Agenda"),
    "all": N_("Everything"),
    "gifts": N_("Gifts"),
    "brief": N_("Brief"),
    "today": N_("Today"),
    "near": N_("Who is near"),
    "tiers": N_("Tiers"),
}
"""What can be handed on, marked for translation."""


def export_words(export: Export) -> list[str]:
    """What was handed on, in which format and language, where to, and what was left out of it."""
    form = f"{export.format} {export.language}"
    return [kind_words(export), form, destination_words(export), withheld_sentence(dict(export.withheld))]


def kind_words(export: Export) -> str:
    """What was handed on, with its period."""
    known = KINDS.get(export.what)
    period = read_period(export.period) if export.period else None
    told = period_label(period, language()) if period else export.period
    return " · ".join(filter(None, (_(known) if known else export.what, told)))


def destination_words(export: Export) -> str:
    """Where to: the whole path of the file, or the clipboard."""
    return _("copied") if export.destination == CLIPBOARD else export.destination


def handed_on_words(export: Export, moment: str) -> str:
    """When and how a report was handed on; `moment` is by the rep's clock."""
    if export.destination == CLIPBOARD:
        return _("copied on {moment}").format(moment=moment)
    return _("handed on {moment} as {form} ({language})").format(
        moment=moment, form=export.format, language=export.language
    )
