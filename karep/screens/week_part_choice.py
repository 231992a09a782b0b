"""Choosing a part of the summary by its number or its name."""

from collections.abc import Sequence

from karep.i18n import _
from karep.reports.report_parts import ReportPart
from karep.rules.matching import fold
from karep.screens.choose import ChooseDialog
from karep.screens.week_rows import part_words
from karep.screens.widgets.text_input import TextInput


class PartDialog(ChooseDialog):
    """Answers with the key of a part."""

    def __init__(self, parts: Sequence[ReportPart]) -> None:
        """Offer the parts, with the number of their lines."""
        super().__init__(_("Go to a part"), {one.key: part_words(one) for one in parts})
        self._parts = parts

    def on_mount(self) -> None:
        """Say what is typed here."""
        self.query_one(TextInput).placeholder = _("number or name")

    def found(self, words: str) -> list[str]:
        """The parts with that number, in digits whatever the language, or name; how many lines they have is no word."""
        return parts_called(self._parts, words)


def parts_called(parts: Sequence[ReportPart], words: str) -> list[str]:
    """The keys of the parts that a number or a piece of a name means, the one that has just that number first."""
    wanted = fold(words)
    number = wanted.partition(" ")[0]
    if number.isdecimal():
        meant = [one for one in parts if fold(f"{one.number}. {one.title}").startswith(wanted)]
        return [one.key for one in sorted(meant, key=lambda one: one.number != int(number))]
    return [one.key for one in parts if wanted in fold(one.heading)]
