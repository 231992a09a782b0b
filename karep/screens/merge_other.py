"""Finding the record that is the same as the one at hand."""

from collections.abc import Mapping

from karep.db.views.merging import Double, list_doubles
from karep.i18n import _
from karep.rules.merging import placeholder_name
from karep.screens.find_box import Target
from karep.screens.find_one import FindOneDialog
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.section_list import Section


class OtherDialog(FindOneDialog):
    """Finds the other one, within one noun; before anything is typed it offers who is likely the same."""

    def __init__(self, noun: str, record_id: str) -> None:
        """Find what is the same as this record."""
        super().__init__(noun)
        self._same_as = record_id

    def caption(self) -> str:
        """What is asked."""
        return _("Who is the same person?") if self._only == "person" else _("Which account is the same?")

    def placeholder(self) -> str:
        """What can be typed."""
        return _("choose below, or type a name, initials or phone digits")

    async def offer(self) -> None:
        """Show who is likely the same."""
        self._show_doubles(await self.karep.desk.read(list_doubles, self._only, self._same_as))

    def _show_doubles(self, doubles: list[Double]) -> None:
        self._lines = {}
        groups = (
            (_("Probably the same"), [one for one in doubles if one.likeness > 1]),
            (_("Perhaps the same"), [one for one in doubles if one.likeness == 1]),
            (_("In the same account"), [one for one in doubles if not one.likeness]),
        )
        sections = [
            Section(title, {f"{self._only}:{one.id}": _double_row(one) for one in ones}) for title, ones in groups
        ]
        targets = {f"{self._only}:{one.id}": Target(self._only, one.id) for one in doubles}
        self.show_answers(sections, targets, _("Nobody looks the same. Type a name to find the other one."))

    def show_answers(
        self, sections: list[Section], targets: Mapping[str, Target], nothing: str, *, note: str = ""
    ) -> None:
        """Show what answers, but for the record itself."""
        own = f"{self._only}:{self._same_as}"
        others = [
            Section(one.title, {key: row for key, row in one.rows.items() if key != own}, one.note) for one in sections
        ]
        super().show_answers(others, targets, nothing, note=note)


def _double_row(one: Double) -> Row:
    name = placeholder_name(one.name) if one.placeholder else one.name
    about = " · ".join(part for part in (one.title, one.account_name) if part)
    return Row({"what": name, "about": Cell(about, "muted")})
