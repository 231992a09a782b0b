"""Targets: what shall be reached in a week, a month, a quarter, a year, how far it is, and a line to set another."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.db import targets
from karep.db.drafts import get_draft
from karep.db.errors import Refused, StoreError
from karep.db.views.targets import Target, list_all_targets
from karep.i18n import _, language
from karep.reports.render import line_words
from karep.reports.report import Report
from karep.reports.targets import kept_words, target_label, target_period_words, targets_page, value_words
from karep.rules.periods import Period, read_period
from karep.rules.target_line import TargetLine, read_target_line, target_text
from karep.rules.vocabulary import MEASURES
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from karep.app import KarepApp

_OUT = frozenset({"-", "–", "—", "－"})
"""Typed in place of the number it takes a target out."""


class TargetsDialog(AskingDialog):
    """The targets, and a line to set one: ``month visits 40``; stays open until Escape.

    With an empty line Enter puts the highlighted target into it, to be changed.
    """

    KIND = "target.set"
    LINES = ("target",)
    AUTO_FOCUS = "#line-target"
    CSS_PATH = "targets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard", "edit.undo")

    def __init__(self, **about: str) -> None:
        """Show the targets that hold the last day of the ``period``; of today if none is named."""
        super().__init__(**about)
        self._stored: dict[str, Target] = {}

    @property
    def period(self) -> Period | None:
        """The period that the targets are looked at from."""
        return read_period(self.about.get("period", ""))

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Targets")

    def is_typed(self) -> bool:
        """Whether something stands in the line."""
        return bool(self.line("target").value.strip())

    def compose(self) -> ComposeResult:
        """The list, the line, how it is understood, what is wrong."""
        with Vertical(id="dialog"):
            listed = PointedList(id="targets-list", markup=False, compact=True)
            listed.can_focus = False
            yield listed
            yield Static(id="no-targets", markup=False)
            yield TextInput(id="line-target", placeholder=_("month visits 40 · 2026-Q4 signed 3m · year people 50"))
            yield Static(id="understood", markup=False, classes="muted")
            yield Static(id="fault", markup=False)
            yield Static(
                _("Enter sets it, with an empty line it takes the marked one; – as number takes it out. Esc closes."),
                classes="muted",
                markup=False,
            )

    async def on_mount(self) -> None:
        """Fill the list, and bring back what was typed before."""
        self.query_one("#dialog").border_title = Content(self.heading())
        self.query_one("#fault", Static).display = False
        await self._fill()
        kept = await self.karep.desk.read(get_draft, self.draft_key) or {}
        if kept.get("target"):
            with self.prevent(Input.Changed):
                self.line("target").value = kept["target"]
        self.begin_asking()
        self._preview()

    async def _fill(self) -> None:
        app = self.karep
        page = await app.desk.read(targets_page, app.clock, app.settings["currency"], of=self.period)
        self._stored = {one.id: one for one in await app.desk.read(list_all_targets)}
        listed = self.query_one("#targets-list", OptionList)
        before = (listed.highlighted_option.id if listed.highlighted_option else None) or ""
        options = _options(page)
        listed.set_options(options)
        places = {option.id: place for place, option in enumerate(options) if option.id}
        listed.highlighted = places.get(before, min(places.values(), default=0)) if places else None
        listed.display = bool(places)
        empty = self.query_one("#no-targets", Static)
        empty.display = not places
        empty.update(safe(_("No targets yet. Type one, such as: month visits 40")))

    # --- the line ----------------------------------------------------------------------------------------------------

    @on(Input.Changed, "#line-target")
    def _typed(self) -> None:
        if self.asking:
            self.keep_typed()
        self._preview()

    def _preview(self) -> None:
        text = self.line("target").value.strip()
        self.query_one("#understood", Static).update(safe(self._understood(text)) if text else "")

    def _understood(self, text: str) -> str:
        """What the line says so far, and what it lacks."""
        line, out = _read(text)
        period = target_period_words(line.period) if line.period else _("? which period")
        measure = _(MEASURES[line.measure]) if line.measure else _("? what")
        if out:
            value = _("taken out")
        elif line.value is None:
            value = _("? how much")
        elif line.measure:
            shown = Target("", "", line.measure, line.value, line.currency)
            value = value_words(line.value, shown, self.karep.settings["currency"])
        else:
            value = ""
        return " · ".join(filter(None, (period, measure, value)))

    def key_down(self) -> None:
        """The arrow keys move the highlight while a target is typed."""
        self.query_one("#targets-list", OptionList).action_cursor_down()

    def key_up(self) -> None:
        """The arrow keys move the highlight while a target is typed."""
        self.query_one("#targets-list", OptionList).action_cursor_up()

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.line("target").value = ""

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_id or "")

    def _take(self, target_id: str) -> None:
        """Put a target into the line, to be changed."""
        if (one := self._stored.get(target_id)) is not None:
            line = self.line("target")
            other = None if one.currency == self.karep.settings["currency"] else one.currency
            line.value = target_text(one.period, one.measure, one.value, other, language())
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    async def action_form_save(self) -> None:
        """Set what the line says, and wait for the next one; an empty line takes the highlighted target."""
        if not self.is_typed():
            option = self.query_one("#targets-list", OptionList).highlighted_option
            self._take(option.id or "" if option else "")
            return
        try:
            await self.save()
        except StoreError as error:
            self._show_fault(error)
            return
        self.line("target").value = ""
        await self._fill()

    async def save(self) -> None:
        """Set the target of the line, or take it out.

        Raises:
            Refused: If the line does not say enough, or there is no such target.
        """
        line, out = _read(self.line("target").value)
        if line.period is None or line.measure is None or (line.value is None and not out):
            raise Refused(_("Type a period, what is measured and a number: month visits 40"), field="target")
        label = target_label(line.period, line.measure)
        money = (line.currency or self.karep.settings["currency"]) if line.measure in targets.AMOUNTS else None
        if out:
            about = (line.period, line.measure, money)
            found = [one for one in self._stored.values() if (one.period, one.measure, one.currency) == about]
            if not found:
                raise Refused(_("There is no such target: {target}").format(target=label), field="target")
            await self.karep.save("target.drop", label, targets.drop_target, found[0].id)
            self.karep.say(_("Taken out: {target}").format(target=one_line(kept_words(found[0], money or ""))))
            return
        asked = partial(
            targets.set_target, period=line.period, measure=line.measure, value=line.value or 0, currency=money
        )
        await self.karep.save("target.set", label, asked)

    async def action_edit_undo(self) -> None:
        """Take back what was done last, and show the targets then."""
        await self.karep.action_edit_undo()
        await self._fill()


def _read(text: str) -> tuple[TargetLine, bool]:
    """A line, and whether it takes the target out."""
    words = text.split()
    out = bool(words) and words[-1] in _OUT
    line = read_target_line(" ".join(words[:-1] if out else words))
    return line, out


def _options(page: Report) -> list[Option]:
    """The targets of the page below their periods; a period without any is left out."""
    options: list[Option] = []
    for section in page.sections:
        if section.lines:
            options.append(Option(assemble((one_line(section.title), "bold")), disabled=True))
        for line in section.lines:
            sign = "✓ " if line.state == "done" else "  "
            options.append(Option(assemble((sign, "$text-success"), one_line(line_words(line))), id=line.record_id))
    return options


async def open_targets(app: "KarepApp", period: Period | None = None) -> None:
    """Open the targets, as they stand for the periods that hold the last day of one; of today without it."""
    about = {"period": str(period)} if period else {}
    await app.push_screen(TargetsDialog(**about))
