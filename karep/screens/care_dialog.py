"""Noting a greeting, a visit or a talk for an important day in seconds; and leaving one out, with the reason."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Select, Static

from karep.db import care, drafts
from karep.db.change import Values
from karep.db.errors import Refused
from karep.db.views.care import Care, get_care, last_greeting
from karep.db.views.people import Preference, list_preferences
from karep.i18n import _
from karep.reports.care_words import act_words
from karep.rules.vocabulary import CARE_ACTS, TOUCH_KINDS
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.choice import Choice
from karep.screens.widgets.text_input import TextInput

_LINKS: Final = ("account_id", "person_id", "occasion_id", "festival")
_USUAL: Final = {"greeting": "message", "visit": "visit", "talk": "call"}
"""How each act is mostly done."""
_CHANNELS: Final = (
    "message", "call", "visit", "mail", "letter", "meal", "video", "event", "senior_visit", "business_meeting", "other",
)  # fmt: skip


class _Asking(AskingDialog):
    """Brings back what was typed, keeps what is being typed, and saves after the last line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    CSS_PATH = "care.tcss"

    def put(self, kept: drafts.Draft) -> None:
        """Write values into the lines."""
        for name in self.LINES:
            self.line(name).value = kept.get(name, "")

    def cover(self) -> None:
        """Write dots for what is typed while others look: what is said to customers is nobody else's business."""
        for name in self.LINES:
            self.line(name).password = Eyes.of(self.karep).hides("care", "text")

    def eyes_changed(self) -> None:
        """Show anew what was private, or is so now."""
        self.cover()

    async def bring_back(self) -> None:
        """Put back what was typed before, and ask."""
        self.cover()
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        if kept:
            self.put(kept)
        self.line(self.LINES[0]).focus()
        self.call_after_refresh(self.begin_asking)

    @on(Input.Changed)
    @on(Select.Changed)
    def _typed(self) -> None:
        if self.asking:
            self.keep_typed()

    @on(Input.Submitted)
    async def _next_line(self, event: Input.Submitted) -> None:
        following = self.LINES[self.LINES.index((event.input.id or "").removeprefix("line-")) + 1 :]
        if following:
            self.line(following[0]).focus()
        else:
            await self.action_form_save()

    def label(self) -> str:
        """What the journal calls it: whom it was for."""
        return self.about.get("name", "")

    def links(self) -> dict[str, str]:
        """Whom and which day it is for."""
        return {name: self.about[name] for name in _LINKS if self.about.get(name)}


class CareDialog(_Asking):
    """How, what was said, what came back. Of what was noted already, the same can be changed."""

    KIND = "care.done"
    LINES = ("text", "reply")

    def __init__(self, **about: str) -> None:
        """Ask about the person and day named by id.

        Args:
            about: ``account_id`` and ``person_id``, as far as there are any, ``occasion_id`` or ``festival``, ``year``,
                ``act``, ``acts`` (those that may be chosen, with blanks between) and ``name`` (whom it is for);
                ``care_id`` for what was noted already.
        """
        super().__init__(**about)
        self._first: dict[str, str] = {}
        self._last: Care | None = None
        self._noted: Care | None = None
        self._taboos: list[Preference] = []

    def compose(self) -> ComposeResult:
        """Whom it is for, what to avoid, act and channel, the words with those of the last time, the reply."""
        acts = {act: act_words(act) for act in self.about.get("acts", "").split() or CARE_ACTS if act != "gift"}
        logged = {"1": _("also logged as a contact"), "0": _("only noted here")}
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(id="avoid", markup=False)
            yield _row(_("What"), Choice(acts, required=True, id="choice-act"))
            yield _row(
                _("How"), Choice({one: _(TOUCH_KINDS[one]) for one in _CHANNELS}, required=True, id="choice-channel")
            )
            yield _row(_("Text"), TextInput(id="line-text", placeholder=_("what you wrote or said, if you like")))
            yield Static(id="last", markup=False)
            yield _row(_("Reply"), TextInput(id="line-reply", placeholder=_("what came back; it can wait")))
            yield _row(_("Contact"), Choice(logged, required=True, id="choice-log"))
            yield Static(id="fault", markup=False)
            yield Static(_("⏎ goes on, then saves · ^s saves · esc keeps the text"), classes="muted")

    async def on_mount(self) -> None:
        """Read what to avoid, the last greeting and what was noted, and ask."""
        read, person, account = self.karep.desk.read, self.about.get("person_id"), self.about.get("account_id")
        self.query_one("#dialog").border_title = safe(fit(one_line(self.about.get("name", "")), 60).rstrip())
        if person or account:
            about = {"occasion_id": self.about.get("occasion_id"), "festival": self.about.get("festival")}
            self._last = await read(last_greeting, person_id=person, account_id=account, **about)
        if care_id := self.about.get("care_id"):
            self._noted = await read(get_care, care_id)
        known = await read(list_preferences, person) if person else []
        self._taboos = [one for one in known if one.kind == "taboo"]
        self._show_avoid()
        self._show_last()
        self.put(self._usual())
        self._first = dict(self.draft())
        for control in self.query("#choice-act, #choice-log").results(Choice):
            control.disabled = self._noted is not None
        await self.bring_back()

    def _usual(self) -> dict[str, str]:
        """What stands there before anything is typed."""
        one = self._noted
        if one is not None:
            return {"act": one.act, "channel": one.channel or "other", "log": "1" if one.touch_id else "0",
                    "text": one.text or "", "reply": one.reply or ""}  # fmt: skip
        act = self.about.get("act", "greeting")
        known = self._last.channel if self._last and act == "greeting" and self._last.channel else ""
        channel = known if known in _CHANNELS else _USUAL.get(act, "message")
        return {"act": act, "channel": channel, "log": "1" if self.about.get("account_id") else "0"}

    def put(self, kept: drafts.Draft) -> None:
        """Write values into lines and choices."""
        super().put(kept)
        for name in ("act", "channel", "log"):
            select = self.query_one(f"#choice-{name}", Choice)
            if kept.get(name) in {key for _words, key in select._options}:
                select.value = kept[name]

    def draft(self) -> drafts.Draft:
        """What stands there now."""
        return {**super().draft(), **{name: self._chosen(name) for name in ("act", "channel", "log")}}

    def _chosen(self, name: str) -> str:
        return str(self.query_one(f"#choice-{name}", Choice).value)

    def is_typed(self) -> bool:
        """Whether anything stands there but what was proposed."""
        return self.draft() != self._first

    def _show_avoid(self) -> None:
        eyes = Eyes.of(self.karep)
        told = [eyes.text("preference", "text", one.text, privacy=one.privacy) for one in self._taboos]
        avoid = self.query_one("#avoid", Static)
        avoid.display = bool(told)
        words = _("Avoid: {what}").format(what=_("; ").join(told))
        avoid.update(assemble(("✗ ", "bold $text-error"), one_line(words)))

    def _show_last(self) -> None:
        """The words of the last time: they are offered, not put in."""
        words = ""
        if self._last is not None and self._noted is None:
            text = Eyes.of(self.karep).text("care", "text", self._last.text or "")
            words = _("{year}: “{text}” (↓ takes it over)").format(year=self._last.year, text=one_line(text))
        self.query_one("#last", Static).update(safe(words))

    def eyes_changed(self) -> None:
        """Write what to avoid and the words of the last time for whoever looks."""
        super().eyes_changed()
        self._show_avoid()
        self._show_last()

    def key_down(self) -> None:
        """Take the words of the last time over into the empty line."""
        line = self.line("text")
        if line.has_focus and not line.value and self._last is not None and self._noted is None:
            line.value = one_line(self._last.text or "")
            line.cursor_position = len(line.value)

    async def save(self) -> None:
        """Note it, or change what was noted.

        Raises:
            Refused: If something does not fit.
        """
        typed = {name: value.strip() for name, value in self.draft().items()}
        said = {"channel": typed["channel"], "text": typed["text"] or None, "reply": typed["reply"] or None}
        if self._noted is not None:
            await self.karep.save("care.change", self.label(), care.change_care, self._noted.id, said)
            return
        day = {"year": int(self.about["year"]), "done_at": self.karep.clock.text}
        values: Values = {**self.links(), **said, **day, "act": typed["act"]}
        touch = {"purpose": act_words(typed["act"])} if typed["log"] == "1" else None
        await self.karep.save(self.KIND, self.label(), care.note_care, values, touch=touch)
        self.karep.say(_("Noted: {what}; u takes it back.").format(what=act_words(typed["act"])))

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.asking = False
        self.put(self._first)
        self.karep.drop_draft(self)
        self.line("text").focus()
        self.call_after_refresh(self.begin_asking)


class SkipCareDialog(_Asking):
    """What is left out for somebody, and why."""

    KIND = "care.skip"
    LINES = ("reason",)

    def compose(self) -> ComposeResult:
        """What, and why."""
        acts = {act: act_words(act) for act in self._acts()}
        whole = {" ".join(acts): _("everything that is open")} if len(acts) > 1 else {}
        with VerticalScroll(id="dialog", can_focus=False):
            yield _row(_("What"), Choice({**acts, **whole}, required=True, id="choice-what"))
            yield _row(_("Why"), TextInput(id="line-reason", placeholder=_("for you to read next year")))
            yield Static(id="fault", markup=False)
            yield Static(_("⏎ saves · esc goes back, your text is kept · ^r throws it away"), classes="muted")

    async def on_mount(self) -> None:
        """Say whom it is about, and ask."""
        name = fit(one_line(self.label()), 50).rstrip()
        self.query_one("#dialog").border_title = assemble(_("Leave out"), f" · {name}")
        await self.bring_back()

    def _acts(self) -> list[str]:
        return self.about.get("acts", "").split()

    def is_typed(self) -> bool:
        """Whether a reason stands there."""
        return bool(self.line("reason").value.strip())

    async def save(self) -> None:
        """Note that it is left out.

        Raises:
            Refused: If there is no reason.
        """
        about: Values = {**self.links(), "year": int(self.about["year"]), "done_at": self.karep.clock.text}
        what = str(self.query_one("#choice-what", Choice).value).split()
        reason = self.line("reason").value
        try:
            await self.karep.save(self.KIND, self.label(), care.skip_care, about, what, reason)
        except Refused as error:
            # the line is called by what is asked here, not by the field that keeps it
            raise Refused(str(error), noun="care", field="reason" if error.field == "text" else error.field) from error
        self.karep.say(_("Left out; u takes it back."))

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.put({})
        self.karep.drop_draft(self)


def _row(label: str, control: TextInput | Choice) -> Horizontal:
    return Horizontal(Static(safe(label), classes="label"), control, classes="line")
