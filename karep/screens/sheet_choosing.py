"""The questions of an import: what each row of its list changes when it is chosen."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from karep.exchange.errors import SheetRefused
from karep.exchange.importing import OnMatch
from karep.exchange.mapping import ACCOUNT, FACT, LEAVE_OUT, PERSON, field_words, fields
from karep.i18n import _
from karep.screens import sheet_pages as pages
from karep.screens.base import KarepScreen
from karep.screens.choose import ChooseDialog
from karep.screens.safe import one_line
from karep.screens.sheet_reading import Choices, Reading, sheet_names


class SheetChoosing(KarepScreen):
    """What the rep decides about a sheet; each decision reads it again."""

    choices: Choices
    """What was decided so far."""
    reading: Reading | None
    """The sheet, once it was opened."""

    def read(self) -> None:
        """Read the file as chosen."""
        raise NotImplementedError

    def keep(self) -> None:
        """Keep the choices as a draft."""
        raise NotImplementedError

    def choose_file(self, key: str) -> None:
        """Open the file of a row."""
        raise NotImplementedError

    def chosen(self, key: str) -> None:
        """Do what the row `key` stands for; most rows of a report stand for nothing."""
        what, _colon, value = key.partition(":")
        if what == "file":
            self.choose_file(key)
        elif what == "encoding":
            self.decide(encoding=value.partition(":")[0])
        elif what == "dates":
            self.decide(dates=value)
        elif what == "kind":
            self.decide(kind=value)
        elif what == "column":
            self._choose_field(int(value))
        elif key == "choice:sheet":
            self.run_worker(self._choose_sheet(), group="sheets", exclusive=True, exit_on_error=False)
        elif what == "choice":
            self._choose(value)

    def decide(self, **decided: Any) -> None:
        """Decide something about the sheet, and read it again."""
        self.choices = replace(self.choices, **decided)
        self.keep()
        self.read()

    def _choose(self, what: str) -> None:
        found = {"": _("as found by rule")}
        if what == "encoding":
            title, offered = _("Encoding"), {**found, **{key: _(words) for key, words in pages.ENCODINGS.items()}}
        elif what == "separator":
            title, offered = _("Between cells"), {**found, **{key: _(words) for key, words in pages.SEPARATORS.items()}}
        elif what == "dates":
            title, offered = _("Dates"), {**found, **{key: _(words) for key, words in pages.ORDER_WORDS.items()}}
        elif what == "kind":
            kinds = {kind.value: _(words) for kind, words in pages.KINDS.items() if kind.value != "both"}
            title, offered = _("Each row is"), {**found, **kinds}
        else:
            title = _("Already in the book")
            offered = {rule.value: _(words) for rule, words in pages.ON_MATCH.items()}

        def taken(answer: str | None) -> None:
            if answer is not None:
                self.decide(**{what: OnMatch(answer) if what == "on_match" else answer})

        self.app.push_screen(ChooseDialog(title, offered), taken)

    async def _choose_sheet(self) -> None:
        if self.reading is None:
            return
        try:
            names = await asyncio.to_thread(sheet_names, Path(self.reading.path))
        except SheetRefused as error:
            self.say(str(error), severity="error")
            return

        def taken(answer: str | None) -> None:
            if answer is not None:
                # Another sheet has other columns.
                self.decide(sheet=answer, columns=None, kind="", dates="")

        offered = {"": _("as found by rule"), **{name: one_line(name) for name in names}}
        self.app.push_screen(ChooseDialog(_("Sheet of the workbook"), offered), taken)

    def _choose_field(self, index: int) -> None:
        if self.reading is None:
            return
        column = self.reading.columns(self.choices)[index]
        plan = self.reading.plan
        subject = plan.columns.subject if plan else ACCOUNT
        first = [column.field] if plan else [f"{ACCOUNT}.name", f"{PERSON}.name"]
        offered = {field: field_words(field) for field in [*first, *offered_fields(subject)]}

        def taken(answer: str | None) -> None:
            if answer is not None and answer != column.field:
                self.choices = self.choices.with_column(column.header, answer)
                self.keep()
                self.read()

        self.app.push_screen(ChooseDialog(one_line(column.header[:60]), offered), taken)


def offered_fields(subject: str) -> list[str]:
    """The fields to choose from: fact and left out, names, then those of the sheet's subject, then the others.

    A field that accounts and people both have is offered as the one and the other, not a third time without either.
    """
    names = [name for name in fields() if name not in (FACT, LEAVE_OUT)]
    known = set(names)
    dotted = [name for name in names if "." in name or f"{ACCOUNT}.{name}" not in known]
    other = PERSON if subject == ACCOUNT else ACCOUNT
    dotted.sort(key=lambda name: (name.startswith(f"{other}."), "." not in name, not name.endswith(".name")))
    return [FACT, LEAVE_OUT, *dotted]
