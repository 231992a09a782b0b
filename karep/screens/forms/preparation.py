"""The form in which a visit is prepared."""

from textual.widgets import Static

from karep.db import follow_ups
from karep.db.errors import Refused
from karep.db.views.follow_ups import PREPARATION, get_follow_up, get_preparation
from karep.db.words import field_name
from karep.i18n import N_, _
from karep.screens.form import Field, Form
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line, safe

_HINTS = {
    "aim": N_("what shall be true when you leave the room"),
    "expected_questions": N_("one a line, with your answer"),
    "disputes": N_("where they will not agree, and what you will say"),
    "bottom_line": N_("the least you may accept, and who approved it; it never leaves this computer in any export"),
}


class PreparationForm(Form):
    """What a planned visit shall reach, what may come up, and how far the rep may go."""

    _visit = ""

    def heading(self) -> str:
        """What the form is for, and which visit as soon as that is known."""
        return " · ".join(filter(None, (_("Prepare the visit"), self._visit)))

    async def fields(self) -> tuple[Field, ...]:
        """Four fields of several lines."""
        planned = await self.karep.desk.read(get_follow_up, self.about["follow_up_id"])
        if planned is not None:
            eyes = Eyes.of(self.karep)
            self._visit = " · ".join((eyes.on(planned.due), one_line(planned.account_name), one_line(planned.what)))
            self.query_one("#form-title", Static).update(safe(eyes.words(self.heading())))
        return tuple(Field(name, field_name(name), "notes", hint=_(_HINTS[name])) for name in PREPARATION)

    async def first_values(self) -> dict[str, str]:
        """What was prepared before."""
        known = await self.karep.desk.read(get_preparation, self.about["follow_up_id"])
        if known is None:
            raise Refused(_("That follow-up is not in the store."))
        return {name: getattr(known, name) or "" for name in PREPARATION}

    async def save(self, values: dict[str, str]) -> None:
        """Keep it with the follow-up."""
        follow_up_id = self.about["follow_up_id"]
        planned = await self.karep.desk.read(get_follow_up, follow_up_id)
        if planned is None:
            raise Refused(_("That follow-up is not in the store."))
        written = {name: values[name] or None for name in PREPARATION}
        await self.karep.save(self.kind, planned.what, follow_ups.prepare_follow_up, follow_up_id, written)
