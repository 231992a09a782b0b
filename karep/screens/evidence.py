"""What proves that an item of the checklist is done: a touch, chosen out of the latest ones."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from textual.widgets import Input

from karep.db import opportunities
from karep.db.views.deals import Deal
from karep.db.views.evidence import Evidence, list_evidence
from karep.db.views.opportunities import Tick
from karep.i18n import _, language
from karep.rules.day_words import describe_day
from karep.rules.vocabulary import TOUCH_KINDS
from karep.screens.choose import ChooseDialog
from karep.screens.privacy import Eyes
from karep.screens.safe import fit, one_line
from karep.screens.stage_asking import item_words

if TYPE_CHECKING:
    from karep.app import KarepApp

NONE: Final = ""
"""What is chosen to say that no touch proves the item."""
_WIDTH: Final = 66


def evidence_words(one: Evidence, eyes: Eyes) -> str:
    """A touch in one line of any length: “Fri 20 Nov · Visit · 王建国 · the frame contract”."""
    day = describe_day(eyes.day_of(one.at), eyes.today, language())
    names = ("、" if language() == "zh" else ", ").join(one.people)
    parts = (day, _(TOUCH_KINDS.get(one.kind, one.kind)), names, eyes.words(one.words))
    return " · ".join(one_line(part) for part in parts if part)


def choices_of(found: Iterable[Evidence], eyes: Eyes, *, clearable: bool) -> dict[str, str]:
    """What can be chosen, by the touch's id; the deal's own touches have a full dot."""
    lines = {
        one.touch_id: fit(f"{'●' if one.of_deal else '○'} {evidence_words(one, eyes)}", _WIDTH).rstrip()
        for one in found
    }
    return {**lines, **({NONE: _("– no touch proves it")} if clearable else {})}


class EvidenceDialog(ChooseDialog):
    """Answers with the id of the touch that was chosen, with `NONE`, or with None."""

    def __init__(self, found: Sequence[Evidence], eyes: Eyes, *, clearable: bool) -> None:
        """Offer the touches `found`, and with `clearable` that none of them proves anything."""
        title = _("What proves it? ● about this deal  ○ about the account")
        super().__init__(title, choices_of(found, eyes, clearable=clearable))
        self._found = found
        self._clearable = clearable

    def eyes_changed(self) -> None:
        """Mask phone numbers in what was noted, or show them."""
        self._choices = choices_of(self._found, Eyes.of(self.karep), clearable=self._clearable)
        self._show(self.query_one(Input).value)


async def choose_evidence(app: "KarepApp", deal: Deal, item_id: str, tick: Tick | None) -> None:
    """Let the rep choose the touch that proves an item; what was not ticked is ticked with it."""
    found = await app.desk.read(list_evidence, deal.id)
    clearable = tick is not None and tick.touch_id is not None
    if not found and not clearable:
        app.say(_("No touch with {account} is logged yet; n logs one.").format(account=one_line(deal.account_name)))
        return

    async def chosen(touch_id: str | None) -> None:
        if touch_id is not None:
            label, by = f"{deal.name}: {item_words(item_id)}", app.settings["name"]
            prove = opportunities.prove
            await app.save("stage.evidence", label, prove, deal.id, item_id, touch_id or None, by=by)

    await app.push_screen(EvidenceDialog(found, Eyes.of(app), clearable=clearable), chosen)
