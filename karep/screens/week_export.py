"""Handing on the report on a period: format, language and file, and exactly what is left out of it."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from karep import paths
from karep.db import drafts
from karep.db.views.exports import WEEK, Export, last_file, list_exports
from karep.exchange.output import NotWritten, private_file
from karep.i18n import _, language
from karep.reports.formats import FORMATS, TemplateRefused, find_templates, template_form
from karep.reports.handing_on import Order, handed_on_as, language_of, ordered, written
from karep.reports.report import Report
from karep.reports.withheld import LeftOut, counted_words, left_out, withheld_counts
from karep.rules.periods import Period, period_label, read_period
from karep.rules.privacy import MASK
from karep.screens.bindings import spare_key
from karep.screens.forms.typed import local_words
from karep.screens.safe import fit, one_line, safe
from karep.screens.save_report import SaveDialog
from karep.screens.widgets.choice import Choice
from karep.screens.widgets.pointed_list import PointedList

if TYPE_CHECKING:
    from karep.app import KarepApp

LANGUAGES: Final = {"en": "English", "zh": "简体中文"}
_ROOM: Final = 60
"""How many cells what is left out has for the name of a record."""
_PAST: Final = 3
"""How many of the times that it was handed on before are told."""
_USUAL: Final = "html"
"""The format that is offered the first time: a page opens everywhere and prints well."""


async def open_week_export(app: "KarepApp", period: Period) -> None:
    """Ask how and where to the report on a period shall be handed on."""
    await app.push_screen(WeekExportDialog(str(period)))


class WeekExportDialog(SaveDialog):
    """Asks for the file, its format and its language; lists what is left out, and when it was handed on before."""

    KIND: ClassVar[str] = "week.export"
    FORMS: ClassVar[Mapping[str, tuple[str, str]]] = {
        one.ending: (name, one.words) for name, one in FORMATS.items()
    }  # fmt: skip
    DEFAULT_CSS = """
    WeekExportDialog .line { height: 1; }
    WeekExportDialog .line Static { width: 10; color: $text-muted; }
    WeekExportDialog .line Select { width: 1fr; }
    WeekExportDialog #left-title { height: 1; margin-top: 1; text-style: bold; }
    WeekExportDialog #left { height: auto; max-height: 7; border: none; }
    WeekExportDialog #past { height: auto; max-height: 3; color: $text-muted; }
    """

    def __init__(self, period: str) -> None:
        """Hand on the report on a period, by its name such as ``2026-W47``.

        Raises:
            ValueError: If that names no period.
        """
        found = read_period(period)
        if found is None:
            raise ValueError(period)
        self._period = found
        self._order = Order(found)
        self._templates: dict[str, Path] = {}
        self._left: list[LeftOut] = []
        self._opened: set[str] = set()
        self._ready = False
        self._content = b""
        caption = _("Hand on: {period}").format(period=period_label(found, language()))
        folders = [paths.documents_folder(), paths.export_folder()]
        super().__init__(Report("", "", ()), caption, self._named_as(_USUAL), folders, WEEK)

    def _named_as(self, form: str) -> str:
        short = "-short" if form == "short" else ""
        return f"{self._period.span}-{self._period}{short}{FORMATS[form].ending}"

    def compose(self) -> ComposeResult:
        """The templates are looked for once, before anything is shown."""
        self._templates = {one.name: one for one in find_templates(paths.template_folder())}
        yield from super().compose()

    def choices(self) -> ComposeResult:
        """Format, language, what is left out, when it was handed on before."""
        forms = {name: f"{name} · {_(one.words)}" for name, one in FORMATS.items()}
        forms |= {name: " · ".join((one_line(name), _("template"))) for name in self._templates}
        with Horizontal(classes="line"):
            yield Static(safe(_("Format")))
            yield Choice(forms, required=True, id="form")
        with Horizontal(classes="line"):
            yield Static(safe(_("Language")))
            yield Choice(LANGUAGES, required=True, id="language")
        yield Static(id="left-title", markup=False)
        yield PointedList(markup=False, id="left", compact=True)
        yield Static(id="past", markup=False)

    def hint(self) -> str:
        """What stands below it all."""
        return _("Tab goes on; ⏎ on what is left out shows the records, to you alone.")

    def keys_line(self) -> str:
        """The keys that the lower edge names."""
        save = spare_key("form.save", self.karep.settings.keys)
        return _("⏎ or {save} writes it").format(save=save)

    # --- what was typed ------------------------------------------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """The kind and the period."""
        return drafts.form_key(self.KIND, {"period": str(self._period)})

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return self._caption

    def draft(self) -> drafts.Draft:
        """What stands in the fields."""
        return {"file": self._typed(), "form": self._form, "language": self._language}

    @property
    def _form(self) -> str:
        return str(self.query_one("#form", Choice).value)

    @property
    def _language(self) -> str:
        return str(self.query_one("#language", Choice).value)

    def _is_typed(self) -> bool:
        """Whether the name is not one that was offered."""
        return self._typed() not in ("", *map(self._named_as, FORMATS))

    def action_app_back(self) -> None:
        """Close; a name that was typed comes back when the dialog opens again."""
        if self._ready and self._is_typed():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        elif self._ready:
            self.karep.drop_draft(self)
        self.dismiss(None)

    # --- what is shown -------------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Offer what was chosen last time, or what was typed and not written; then list what is left out."""
        last = await self.karep.desk.read(last_file, WEEK)
        if last:
            self._folders = (Path(last.destination).parent, *self._folders)
        await super().on_mount()
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key) or {}
        form = self._known(kept.get("form") or (last.format if last else ""))
        spoken = kept.get("language") or (last.language if last else "") or language_of(self.karep.settings)
        with self.prevent(Select.Changed, Input.Changed):
            self.query_one("#form", Choice).value = form
            self.query_one("#language", Choice).value = spoken if spoken in LANGUAGES else language()
            self.query_one("#file", Input).value = kept.get("file") or self._named_as(self._made(form))
        self._named()
        self._show_past(await self.karep.desk.read(list_exports, WEEK, str(self._period), most=_PAST))
        await self._find_left_out()
        self._ready = True

    def _known(self, form: str) -> str:
        return form if form in FORMATS or form in self._templates else _USUAL

    def _made(self, form: str) -> str:
        """The format of a file: a template's is the one that it makes."""
        return template_form(form) if form in self._templates else form

    def _show_past(self, past: list[Export]) -> None:
        from karep.reports.export_words import handed_on_words

        clock = self.karep.clock
        told = [handed_on_words(one, local_words(one.at, clock)) for one in past]
        self.query_one("#past", Static).update(safe("\n".join(told) or _("Not handed on yet.")))

    async def _find_left_out(self) -> None:
        self._order = self._asked()
        self.report = await self._ordered()
        self._left = await self.karep.desk.read(left_out, self.report.withheld)
        self.eyes_changed()

    def _asked(self) -> Order:
        form = self._form
        template = self._templates.get(form)
        return Order(self._period, self._made(form), self._language, template=template)

    async def _ordered(self) -> Report:
        karep = self.karep
        return await karep.desk.read(ordered, karep.clock, karep.settings, lambda: karep.practice, self._order)

    def eyes_changed(self) -> None:
        """List what is left out for whoever looks: which records these are is for the rep alone."""
        counts = withheld_counts(self.report)
        title = _("Left out of it") if counts else _("Nothing is left out of it.")
        self.query_one("#left-title", Static).update(safe(title))
        shown = self.query_one("#left", OptionList)
        shown.display = bool(counts)
        highlighted = shown.highlighted
        shown.set_options(self._left_options(counts))
        if counts:
            shown.highlighted = min(highlighted or 0, shown.option_count - 1)

    def _left_options(self, counts: Mapping[str, int]) -> Iterator[Option]:
        for why, number in counts.items():
            is_open = why in self._opened
            yield Option(safe(f"{'▾' if is_open else '▸'} {counted_words(why, number)}"), id=why)
            if is_open:
                for one in self._left:
                    if one.why == why:
                        words = MASK if self.karep.private else fit(one_line(one.words), _ROOM).rstrip()
                        yield Option(safe(f"    {words}"), disabled=True)

    @on(OptionList.OptionSelected, "#left")
    def _turned(self, event: OptionList.OptionSelected) -> None:
        self._opened ^= {event.option_id or ""}
        self.eyes_changed()

    @on(Select.Changed, "#form")
    def _form_chosen(self) -> None:
        """The name gets the ending of the format."""
        field = self.query_one("#file", Input)
        if not self._is_typed():
            field.value = self._named_as(self._made(self._form))
            return
        name = self._typed()
        if self._ending(name):
            name = name[: -len(Path(name).suffix)]
        field.value = f"{name}{self.usual_ending}"

    def _ending(self, name: str) -> str:
        """The ending of a name, if it asks for a format."""
        ending = Path(name).suffix.lower()
        return ending if ending in self.FORMS else ""

    @on(Input.Changed, "#file")
    def _ending_typed(self) -> None:
        """An ending that is typed chooses the format."""
        ending = self._ending(self._typed())
        if ending and ending != self.usual_ending:
            with self.prevent(Select.Changed):
                self.query_one("#form", Choice).value = self.FORMS[ending][0]
        if self._ready and self._is_typed():
            self.karep.draft_typed(self)

    # --- writing -------------------------------------------------------------------------------------------------

    @property
    def usual_ending(self) -> str:
        """The ending of a name that is typed without one: that of the format."""
        return FORMATS[self._made(self._form)].ending

    async def prepare(self) -> None:
        """Read the report as it is now.

        Raises:
            NotWritten: If the template cannot be filled in.
        """
        self._order = self._asked()
        self.report = await self._ordered()
        try:
            self._content = await asyncio.to_thread(written, self.report, self._order)
        except TemplateRefused as error:
            raise NotWritten(str(error)) from error
        self.karep.drop_draft(self)

    def write(self, target: Path) -> None:
        """Write the file.

        Raises:
            NotWritten: If it cannot be written.
        """
        with private_file(target, force=self.replaces(target)) as file:
            file.write(self._content)

    def entry(self, target: Path) -> Export:
        """What the log of exports keeps of it."""
        return handed_on_as(self.report, self._order, target)
