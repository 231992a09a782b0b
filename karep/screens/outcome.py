"""What became of an objection, by one key from any page."""

from typing import TYPE_CHECKING, Final

from karep.db.views.objections import get_objection
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.rules.vocabulary import OBJECTION_OUTCOMES
from karep.screens.privacy import Eyes
from karep.screens.safe import fit

if TYPE_CHECKING:
    from karep.app import KarepApp

NEXT_OUTCOME: Final = {"open": "worked", "answered": "worked", "worked": "failed", "failed": "open"}
"""What one key makes of an outcome: it worked, it failed, it is open again."""
_NAMED: Final = 40
"""As many cells of an objection stand in a sentence about it."""


async def step_outcome(app: "KarepApp", objection_id: str) -> None:
    """Note what became of an objection: from open to worked, to failed, to open again."""
    from karep.db import objections

    known = await app.desk.read(get_objection, objection_id)
    if known is None:
        app.say(_("That record is not in the store."))
        return
    outcome = NEXT_OUTCOME.get(known.outcome, "worked")
    card = playbook(language()).objections.get(known.card or "")
    name = known.words or (card.name if card else known.card) or "?"
    await app.save("objection.outcome", name, objections.set_outcome, objection_id, outcome)
    shown = fit(Eyes.of(app).words(name), _NAMED).rstrip()
    app.say(_("{outcome}: {name}").format(outcome=_(OBJECTION_OUTCOMES[outcome]), name=shown))
