"""Making one of two people, or of two accounts: choose the other one, then field by field what shall stand."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db import errors, merging
from karep.db.views.merging import MergeSheet, MergeSide, get_merge_sheet
from karep.db.words import field_name, noun_name
from karep.i18n import _, ngettext
from karep.reports.changes import shown
from karep.rules.merging import ONLY_IN_HISTORY, MergeField, Side, is_blank, placeholder_name
from karep.rules.privacy import MASK, PHONES
from karep.screens.account import AccountScreen
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.choose import ChooseDialog
from karep.screens.find_box import Target
from karep.screens.forms.words import stances, strengths
from karep.screens.merge_other import OtherDialog
from karep.screens.places import open_account
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

if TYPE_CHECKING:
    from karep.app import KarepApp

CHOSEN: Final = "● "
"""Stands before the value that will be kept."""
_NOT_CHOSEN: Final = "○ "
_NAME_CELLS: Final = 32
_TURNED: Final[Mapping[Side, Side]] = {"kept": "other", "other": "kept", "both": "both"}


async def choose_other(app: "KarepApp", noun: str, record_id: str) -> None:
    """Let the rep find the record that is the same as this one, then show the two side by side.

    Args:
        app: The app.
        noun: ``person`` or ``account``.
        record_id: The record at hand.
    """

    async def chosen(target: Target | None) -> None:
        if target is not None:
            await open_merge(app, noun, record_id, target.record_id)

    await app.push_screen(OtherDialog(noun, record_id), chosen)


async def open_merge(app: "KarepApp", noun: str, keep_id: str, other_id: str) -> None:
    """Show two records side by side; somebody who is known stays rather than a placeholder."""
    sheet = await app.desk.read(get_merge_sheet, noun, keep_id, other_id)
    if sheet is None:
        raise errors.NotFound(_("One of the two is no longer in the book."))
    if sheet.kept.placeholder and not sheet.other.placeholder:
        keep_id, other_id = other_id, keep_id
    await app.push_screen(MergeScreen(noun, keep_id, other_id))


async def offer_merge(app: "KarepApp", person_id: str, known_id: str, name: str) -> None:
    """Ask whether somebody who just got a name is the one of that name who is in the account already."""

    async def answered(answer: str | None) -> None:
        if answer == "merge":
            await open_merge(app, "person", known_id, person_id)

    question = _("{name} is in this account twice. The same person?").format(name=fit(name, _NAME_CELLS).rstrip())
    answers = {"merge": _("Yes, make them one"), "keep": _("No, these are two people")}
    await app.push_screen(ChooseDialog(question, answers), answered)


class FieldList(ArrowList, inherit_bindings=False):
    """A list in which Enter is left to the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in ArrowList.BINDINGS if isinstance(one, Binding) and one.id != "list.open"
    ]


class MergeScreen(KarepScreen):
    """Two records side by side; in each field that differs one value is chosen."""

    FOOTER = ("merge.start", "merge.next", "merge.swap", "app.privacy", "app.back")
    CSS_PATH = Path(__file__).with_name("merge.tcss")
    AUTO_FOCUS = "#merge-fields"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "merge.start", "merge.next", "merge.kept", "merge.other", "merge.swap"
    )

    def __init__(self, noun: str, keep_id: str, other_id: str) -> None:
        """Make one of two records of `noun`; the first one stays."""
        super().__init__()
        self.noun = noun
        self.keep_id = keep_id
        self.other_id = other_id
        self.chosen: dict[str, Side] = {}
        """Whose value each field that differs will have."""
        self._sheet: MergeSheet | None = None
        self._merging = False

    def compose_content(self) -> ComposeResult:
        """Who stays and who goes, the fields, the highlighted one in full."""
        yield Static(id="merge-head", markup=False)
        yield FieldList(_columns(), id="merge-fields")
        yield Static(id="merge-detail", markup=False)

    async def reload(self) -> None:
        """Read the two; what was chosen stays chosen."""
        if self._merging:
            return
        sheet = self._sheet = await self.karep.desk.read(get_merge_sheet, self.noun, self.keep_id, self.other_id)
        listed = self.query_one(FieldList)
        if sheet is None:
            self.query_one("#merge-head", Static).update(
                safe(_("One of the two is no longer in the book.") + "\n" + _("Escape goes back."))
            )
            listed.set_sections([])
            return
        for field in sheet.fields:
            if self.chosen.get(field.name) not in field.sides:
                self.chosen[field.name] = field.suggestion
        eyes = Eyes.of(self.karep)
        self.query_one("#merge-head", Static).update(_head(sheet, eyes))
        rows = {field.name: self._row(field, eyes) for field in sheet.fields}
        listed.set_sections([Section(_("What differs"), rows, _("Nothing differs: Enter makes them one."))])
        self._show_detail()

    def _row(self, field: MergeField, eyes: Eyes) -> Row:
        side, cells = self.chosen[field.name], dict[str, str | Cell]()
        for mine in ("kept", "other"):
            taken = side in (mine, "both")
            text = self._words(field, mine, eyes)
            cells[mine] = Cell((CHOSEN if taken else _NOT_CHOSEN) + text, "accent" if taken else "muted")
        both = f" + {_('both')}" if side == "both" else ""
        return Row({"field": field_name(field.name) + both, **cells})

    def _words(self, field: MergeField, side: Side, eyes: Eyes) -> str:
        """A value as these eyes may see it."""
        value = field.value(side)
        if is_blank(field.name, value):
            return "–"
        if field.name in PHONES:
            return eyes.phone(str(value))
        if eyes.covers(self.noun, field.name, {}):
            return MASK
        if field.name in ("stance", "strength"):
            return (stances() if field.name == "stance" else strengths()).get(str(value), str(value))
        name = field.kept_words if side == "kept" else field.other_words
        return eyes.words(shown(self.noun, field.name, value, {str(value): name} if name else {}))

    @on(RowList.Highlighted)
    def _show_detail(self) -> None:
        """The highlighted field in full: what will stand, and what becomes of the other value."""
        field = self._field_at_hand()
        words = Content("")
        if field is not None:
            eyes, side = Eyes.of(self.karep), self.chosen[field.name]
            words = assemble((field_name(field.name), "bold"), ": ", self._words(field, side, eyes))
            dropped = _TURNED[side]
            if side != "both" and not is_blank(field.name, field.value(dropped)):
                words = assemble(words, "\n", (_fate(field.name), "italic $text-muted"))
        self.query_one("#merge-detail", Static).update(words)

    def _field_at_hand(self) -> MergeField | None:
        name = self.query_one(FieldList).highlighted
        fields = self._sheet.fields if self._sheet else ()
        return next((one for one in fields if one.name == name), None)

    # --- choosing ------------------------------------------------------------------------------------------------

    @on(RowList.Selected)
    def action_merge_next(self) -> None:
        """Choose the next value of the highlighted field: the left one, the right one, both where they go together."""
        field = self._field_at_hand()
        if field is not None:
            sides = field.sides
            self._choose(field, sides[(sides.index(self.chosen[field.name]) + 1) % len(sides)])

    def action_merge_kept(self) -> None:
        """Choose the value of the one that stays."""
        self._choose(self._field_at_hand(), "kept")

    def action_merge_other(self) -> None:
        """Choose the value of the one that goes."""
        self._choose(self._field_at_hand(), "other")

    def _choose(self, field: MergeField | None, side: Side) -> None:
        if field is not None:
            self.chosen[field.name] = side
            self.refresh_content()

    def action_merge_swap(self) -> None:
        """Let the other one stay; what was chosen for each field remains."""
        self.keep_id, self.other_id = self.other_id, self.keep_id
        self.chosen = {name: _TURNED[side] for name, side in self.chosen.items()}
        self.refresh_content()

    # --- merging -------------------------------------------------------------------------------------------------

    async def action_merge_start(self) -> None:
        """Make them one, as one action that one undo takes back."""
        sheet = self._sheet
        if sheet is None or self._merging or (sheet.kept.id, sheet.other.id) != (self.keep_id, self.other_id):
            return
        self._merging = True
        values = {field.name: field.value(self.chosen[field.name]) for field in sheet.fields}
        verb = merging.merge_people if self.noun == "person" else merging.merge_accounts
        label = f"{_called(sheet.other)} → {_called(sheet.kept)}"
        try:
            await self.karep.save(f"{self.noun}.merge", label, verb, self.keep_id, self.other_id, values)
        except errors.StoreError:
            self._merging = False
            raise
        self._leave(sheet)

    def _leave(self, sheet: MergeSheet) -> None:
        """Go back to where the merge began, or to the account that stayed."""
        app = self.karep
        app.pop_screen()
        below = app.screen
        if isinstance(below, AccountScreen) and below.account_id == self.other_id:
            app.pop_screen()
            open_account(app, self.keep_id)
        elif isinstance(below, AccountScreen) and self.noun == "person":
            below.go_to(f"person:{self.keep_id}")
        sentence = _("{other} is part of {kept} now; {key} takes it back.")
        key = described("edit.undo", app.settings.keys)[0]
        app.say(sentence.format(other=_called(sheet.other), kept=_called(sheet.kept), key=key))


def _columns() -> tuple[Column, ...]:
    return (
        Column("field", _("Field"), width=18, priority=8),
        Column("kept", _("Stays"), width=14, fraction=1, priority=9),
        Column("other", _("Goes"), width=14, fraction=1, priority=9),
    )


def _called(side: MergeSide) -> str:
    """A record's name; of somebody unknown with a question mark."""
    return fit(placeholder_name(side.name) if side.placeholder else side.name, _NAME_CELLS).rstrip()


def _head(sheet: MergeSheet, eyes: Eyes) -> Content:
    """Who stays, who goes, and what moves from one to the other."""
    moving = counted(sheet.noun, sheet.other.counts) or _("nothing hangs on it")
    sentence = _("{name} goes. What moves: {what}")
    return assemble(
        (_("{name} stays").format(name=_called(sheet.kept)), "bold"),
        _about(sheet.kept),
        "\n",
        (sentence.format(name=_called(sheet.other), what=moving), "$text-warning"),
        _about(sheet.other) if sheet.kept.account_id != sheet.other.account_id else "",
    )


def _about(side: MergeSide) -> str:
    left = _("left {day}").format(day=side.left_on) if side.left_on else ""
    return "".join(f" · {part}" for part in (fit(side.account_name or "", _NAME_CELLS).rstrip(), left) if part)


def _fate(field: str) -> str:
    """What becomes of the value that is not chosen."""
    if field in ONLY_IN_HISTORY:
        return _("The other value stays in the history.")
    return _("The other value is kept among the facts, and is still found.")


def counted(noun: str, counts: Mapping[str, int]) -> str:
    """How many records of each noun, in words: “12 touches, 3 promises”."""
    words = {
        "attendance": lambda n: ngettext("{n} touch", "{n} touches", n),
        "touch": lambda n: ngettext("{n} touch", "{n} touches", n),
        "person": lambda n: ngettext("{n} person", "{n} people", n),
        "account": lambda n: ngettext("{n} account", "{n} accounts", n),
        "opportunity": lambda n: ngettext("{n} deal", "{n} deals", n),
        "promise": lambda n: ngettext("{n} promise", "{n} promises", n),
        "follow_up": lambda n: ngettext("{n} follow-up", "{n} follow-ups", n),
        "role": lambda n: ngettext("{n} role", "{n} roles", n),
        "preference": lambda n: ngettext("{n} preference", "{n} preferences", n),
        "occasion": lambda n: ngettext("{n} important day", "{n} important days", n),
        "objection": lambda n: ngettext("{n} objection", "{n} objections", n),
        "need": lambda n: ngettext("{n} need", "{n} needs", n),
        "competitor": lambda n: ngettext("{n} competitor", "{n} competitors", n),
        "concession": lambda n: ngettext("{n} concession", "{n} concessions", n),
        "member": lambda n: ngettext("{n} group-buy", "{n} group-buys", n),
        "fact": lambda n: ngettext("{n} fact", "{n} facts", n),
    }
    told = []
    for table in sorted(counts, key=lambda one: list(words).index(one) if one in words else len(words)):
        number = counts[table]
        said = words[table](number).format(n=f"{number:,}") if table in words else f"{number:,} × {noun_name(table)}"
        told.append(_("{what} below").format(what=said) if table == noun else said)
    return _(", ").join(told)
