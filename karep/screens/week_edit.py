"""The rep's own hand in the week: other words for a line, lines left out, brought back, moved, and own lines."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from karep.db import drafts, errors
from karep.db.change import Change
from karep.i18n import _, language
from karep.reports.own_words import VANISHED, generated_words, keyed, may_be_reworded, words_to_reword
from karep.reports.report import Line
from karep.rules.clock import Clock
from karep.rules.periods import Period, period_label, read_period
from karep.rules.practice import Practice
from karep.rules.privacy import MASK
from karep.screens import places
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings, described, spare_key
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.wrapped_input import WrappedInput

if TYPE_CHECKING:
    from karep.app import KarepApp


def is_own(line: Line) -> bool:
    """Whether a line is one that the rep wrote for the very period that is shown, not for a week within it."""
    return line.noun == "remark" and bool(line.record_id) and not line.part("period")


class LineAtHand(NamedTuple):
    """A line of a period's summary that can be said in other words."""

    words: str
    """As it stands."""
    generated: str
    """As it would stand without the rep."""
    mark: str
    """What tells a later summary whether the record says something else by then."""
    origin: str
    """One of `karep.reports.report.ORIGINS`."""


def read_line(
    connection: sqlite3.Connection, clock: Clock, period: Period, key: str, practice: Practice
) -> LineAtHand | None:
    """The line with that key in the summary of a period; None where it is there no more."""
    from karep.reports.week import report

    line = dict(keyed(report(connection, clock, period, practice=practice))).get(key)
    if line is None:
        return None
    words = words_to_reword(line)
    return LineAtHand(words, line.generated or words, generated_words(line, language()), line.origin)


class RewordDialog(AskingDialog):
    """Asks for other words for a line; none at all let the generated ones stand again."""

    KIND: ClassVar[str] = "week.edit"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    AUTO_FOCUS = "#line-text"
    DEFAULT_CSS = """
    RewordDialog #dialog { width: 96%; max-width: 110; }
    RewordDialog #told, RewordDialog #fault, RewordDialog #hint { height: auto; }
    RewordDialog #told { max-height: 8; color: $text-muted; margin-bottom: 1; }
    RewordDialog #line-text { height: auto; min-height: 2; max-height: 8; }
    RewordDialog #fault { display: none; }
    RewordDialog #hint { color: $text-muted; margin-top: 1; }
    """

    def __init__(self, *, period: str, line: str) -> None:
        """Ask about the line with the key `line` in the summary of `period`, as that writes itself."""
        super().__init__(period=period, line=line)
        self.period = read_period(period)
        self.line_key = line
        self._at_hand: LineAtHand | None = None

    def draft(self) -> drafts.Draft:
        """What stands there now."""
        return {"text": self._text}

    @property
    def _field(self) -> WrappedInput:
        return self.query_one("#line-text", WrappedInput)

    @property
    def _text(self) -> str:
        return self._field.text

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Other words for a line")

    def is_typed(self) -> bool:
        """Whether something else stands there than at first."""
        return self._at_hand is not None and self._text.strip() != one_line(self._at_hand.words).strip()

    def compose(self) -> ComposeResult:
        """What was generated, the words, the keys."""
        key = spare_key("form.discard", self.karep.settings.keys)
        hint = _("⏎ saves; an empty line lets the generated words stand again. Esc keeps your text, {key} drops it.")
        with Vertical(id="dialog"):
            yield Static(id="told", markup=False)
            yield WrappedInput(id="line-text")
            yield Static(id="fault", markup=False)
            yield Static(safe(hint.format(key=key)), id="hint")

    async def on_mount(self) -> None:
        """Read the line, and bring back what was typed before."""
        dialog = self.query_one("#dialog")
        label = period_label(self.period, language()) if self.period else self.about["period"]
        dialog.border_title = safe(" · ".join((self.heading(), label)))
        if self.period is not None:
            practice = self.karep.practice
            self._at_hand = await self.karep.desk.read(
                read_line, self.karep.clock, self.period, self.line_key, practice
            )
        if self._at_hand is None:
            self.dismiss(None)
            raise errors.NotFound(_("That line is not in the summary any more."))
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        with self.prevent(TextArea.Changed):
            self._field.load_text((kept or {}).get("text", one_line(self._at_hand.words)))
        self.eyes_changed()
        self.begin_asking()

    def eyes_changed(self) -> None:
        """Write what was generated for whoever looks."""
        if self._at_hand is None:
            return
        eyes = Eyes.of(self.karep)
        words = one_line(eyes.words(self._at_hand.generated))
        told = [assemble(_("Generated: {words}").format(words=words))]
        if self._at_hand.origin == "outdated":
            told.insert(0, assemble((f"! {_('The record has changed since you said it in your words.')}", "bold")))
        self._field.display = eyes.words(self._text) == self._text
        if not self._field.display:
            key = spare_key("app.privacy", self.karep.settings.keys)
            told.append(assemble(_("{hidden}  {key} shows it").format(hidden=MASK, key=key)))
        self.query_one("#told", Static).update(Content("\n").join(told))

    @on(TextArea.Changed, "#line-text")
    def _typed(self) -> None:
        if self.asking:
            self.keep_typed()

    @on(WrappedInput.Submitted)
    async def _submitted(self) -> None:
        await self.action_form_save()

    def action_form_discard(self) -> None:
        """Let the words stand there that stood there at first."""
        if self._at_hand is not None:
            self._field.load_text(one_line(self._at_hand.words))
            self.karep.drop_draft(self)

    async def save(self) -> None:
        """Store the words, or let the generated ones stand again."""
        found, period = self._at_hand, self.period
        if found is None or period is None or not self.asking:
            return
        text = self._text.strip()
        from karep.db.rewordings import bring_back, reword

        if text and text != one_line(found.generated).strip():
            if self.is_typed():
                values = {"line": self.line_key, "text": text, "generated": found.mark}
                await _save(self.karep, "rewording.set", period, reword, **values)
        elif found.origin in ("reworded", "outdated"):
            await _save(self.karep, "rewording.back", period, bring_back, line=self.line_key)


async def _save(app: "KarepApp", kind: str, period: Period, verb: Callable[..., object], **values: object) -> None:
    """Do a verb on the summary of a period as one action; its name holds nothing that others may not read."""
    await app.save(kind, period_label(period, language()), verb, period=str(period), **values)


def show_again(change: Change, *, period: str, line: str) -> None:
    """Let a line that was left out stand again, in the rep's words where there are such."""
    from karep.db import rewordings
    from karep.db.views.rewordings import get_rewording

    found = get_rewording(change.connection, period, line)
    rewordings.bring_back(change, period=period, line=line)
    if found is not None and found.text:
        rewordings.reword(change, period=period, line=line, text=found.text, generated=found.generated or "")


class WeekEditing:
    """What the rep can do with the lines of the summary; the week mixes this in and says what is at hand."""

    karep: "KarepApp"

    @property
    def period(self) -> Period:
        """The period that is shown."""
        raise NotImplementedError

    def part_at_hand(self) -> str:
        """The part that the highlighted row stands in."""
        raise NotImplementedError

    def key_at_hand(self) -> str:
        """The key of the highlighted line; empty where the highlighted row is none."""
        raise NotImplementedError

    def line_at_hand(self) -> Line | None:
        """The highlighted line."""
        raise NotImplementedError

    def beside(self, key: str) -> list[str]:
        """The keys of the lines that stand below the same heading as one, in order, and before them that of it."""
        raise NotImplementedError

    def _key(self, action_id: str) -> str:
        return described(action_id, self.karep.settings.keys)[0]

    async def action_week_add(self) -> None:
        """Add a line of the rep's own to the part at hand."""
        await places.open_form(self.karep, "remark.add", period=str(self.period), part=self.part_at_hand())

    async def action_week_edit(self) -> None:
        """Say the highlighted line in other words; change an own line in its form."""
        line, tell = self.line_at_hand(), self.karep.say
        if line is None:
            tell(_("There is no line here; {key} adds one of your own.").format(key=self._key("week.add")))
        elif line.noun == "remark" and line.record_id:
            await places.open_form(self.karep, "remark.change", remark_id=line.record_id)
        elif line.figure is not None:
            sentence = _("A number is counted, not said: it cannot be reworded. ⏎ shows what it counts.")
            tell(sentence)
        elif line.noun == VANISHED:
            sentence = _("What these words stood for is not told of any more; {key} takes them away.")
            tell(sentence.format(key=self._key("week.leave_out")))
        elif not may_be_reworded(line):
            sentence = _("A heading cannot be reworded; {key} leaves it out with what stands below it.")
            tell(sentence.format(key=self._key("week.leave_out")))
        else:
            dialog = RewordDialog(period=str(self.period), line=self.key_at_hand())
            await self.karep.push_screen(dialog)

    async def action_week_leave_out(self) -> None:
        """Leave the highlighted line out of what is handed on, or let it stand again; remove an own line."""
        from karep.db.rewordings import bring_back, leave_out

        line, key, period = self.line_at_hand(), self.key_at_hand(), self.period
        told, action_id = "", "edit.undo"
        if line is None:
            told = _("Highlight a line first.")
        elif is_own(line):
            await self._remove_own(line.record_id)
            told = _("Your line is removed; {key} brings it back.")
        elif line.noun == VANISHED:
            await _save(self.karep, "rewording.back", period, bring_back, line=key)
            told = _("Your words are taken away; {key} brings them back.")
        elif line.origin == "hidden":
            await _save(self.karep, "rewording.back", period, show_again, line=key)
            told, action_id = _("It stands in the summary again; {key} leaves it out."), "week.leave_out"
        else:
            await _save(self.karep, "week.leave_out", period, leave_out, line=key)
            told, action_id = _("Left out of what you hand on; {key} brings it back."), "week.leave_out"
        self.karep.say(told.format(key=self._key(action_id)))

    async def _remove_own(self, remark_id: str) -> None:
        from karep.db.remarks import remove_remark

        await self.karep.save("record.remove", period_label(self.period, language()), remove_remark, remark_id)

    async def action_week_up(self) -> None:
        """Move the highlighted line up."""
        await self._move(-1)

    async def action_week_down(self) -> None:
        """Move the highlighted line down."""
        await self._move(1)

    async def _move(self, step: int) -> None:
        """Let the highlighted line and its neighbour below the same heading change places."""
        from karep.db.rewordings import put_in_order

        key = self.key_at_hand()
        above, *keys = self.beside(key) or [""]
        if key not in keys or not 0 <= keys.index(key) + step < len(keys):
            return
        here = keys.index(key)
        keys[here], keys[here + step] = keys[here + step], keys[here]
        await _save(self.karep, "rewording.order", self.period, put_in_order, section=above, keys=keys)
