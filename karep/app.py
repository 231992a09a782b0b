"""The application: its places, its global keys, its drafts, and what happens when something fails."""

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
# Textual gives up on escape sequences that are longer than 32 characters, and with the Kitty protocol an input method
# sends five Chinese characters as one of those; without the protocol they arrive as plain text.

import gc
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual import events, work
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ModalScreen, Screen

from karep.actions import ACTIONS, keymap_faults
from karep.calendars.practice import practice_of
from karep.db import backup, errors, journal, recent
from karep.db.change import Change
from karep.db.desk import Desk
from karep.db.store import Store
from karep.db.views.journal import count_entries, next_undo
from karep.failures import record_failure
from karep.i18n import _, language, use_language
from karep.rules.clock import Clock
from karep.rules.tier_names import use_tiers
from karep.rules.visible import visible
from karep.screens import places
from karep.screens.base import KarepDialog, KarepScreen
from karep.screens.bindings import bindings, described, perform, spare_key
from karep.screens.card_watching import CardWatching
from karep.screens.rewriting import Rewriting
from karep.screens.terminal import Ending
from karep.settings import PLACES, Settings, save

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

SETTLING = 0.05
"""Seconds from the first content to the work behind it, which would slow down the painting of the rows."""

LARGE_UNDO = 50
"""An action that touched more records than this is undone only after a question."""


class KarepApp(CardWatching, Ending, Rewriting):
    """karep in a terminal."""

    TITLE = "karep"
    CSS_PATH = Path(__file__).parent / "screens" / "app.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = dict(places.MODES)
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (60, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-too-short"), (16, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*(f"place.{place}" for place in PLACES)),
        *bindings("app.help", "app.palette", "app.find", "touch.log", "follow_up.add", "app.recent", "app.import"),
        *bindings("app.drafts", "app.privacy", "app.language"),
        *bindings("app.theme", "app.leave", "app.quit", "edit.undo", "edit.redo"),
    ]

    def __init__(self, desk: Desk, clock: Clock, settings: Settings, *, plain: bool = False) -> None:
        """Show the store of `desk`, which is open.

        Args:
            desk: The open store.
            clock: What the program takes for today and now.
            settings: The rep's settings.
            plain: Leave out borders and box drawing, for screen readers.
        """
        super().__init__()
        self.desk = desk
        self.clock = clock
        self.settings = settings
        self.practice = practice_of(settings, clock.today)
        """How the rep works: rhythms, tiers, days, free days."""
        use_tiers(self.practice.tiers)
        self.private = False
        """Whether private fields are hidden from other eyes."""
        self.find_words = ""
        """What was last looked for; it stands in the box again when that is opened."""
        self.status_notes: list[Callable[[], str]] = [self._privacy_note]
        self._plain = plain
        self._started = False
        self._settled = False
        self._faulty_keys: list[tuple[str, str]] = []

    # --- start and end -------------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Show the first place; what else there is to do waits until it stands."""
        if self.settings["theme"] in self.available_themes:
            self.theme = self.settings["theme"]
        self.set_class(self._plain, "-plain")
        self._faulty_keys = keymap_faults(self.settings.keys)
        faulty = dict(self._faulty_keys)
        self.set_keymap({name: keys for name, keys in self.settings.keys.items() if name not in faulty})
        await self.switch_mode(self.settings["start"])
        self._started = True
        self.catch_signals()

    def content_shown(self) -> None:
        """Hear from a screen that it shows what it read; after the first time the rest of the start follows."""
        if not self._settled:
            self._settled = True
            gc.enable()
            self.set_timer(SETTLING, self._after_first_frame)

    def _after_first_frame(self) -> None:
        """Import what saving needs, say what was amiss, look for drafts, back up."""
        self.desk.warm_up()
        for name, key in self._faulty_keys:
            self.say(_("The key {key} for {action} cannot be used; see: karep keys").format(key=key, action=name))
        for fault in self.settings.faults:
            self.say(fault, severity="warning")
        self._offer_drafts()
        self._back_up()
        self.watch_cards()

    def action_app_leave(self) -> None:
        """Say how to quit."""
        self.say(_("{key} closes karep; everything is saved.").format(key=described("app.quit", self.settings.keys)[0]))

    async def action_app_quit(self) -> None:
        """Close the program; half-typed forms are kept as drafts."""
        self.leave()

    def on_app_focus(self, event: events.AppFocus) -> None:
        """Look whether another program changed the store meanwhile."""
        self._notice_changes()

    @work(exit_on_error=False)
    async def _notice_changes(self) -> None:
        if await self.desk.use(Store.changed_elsewhere):
            self.store_changed()

    @work(exit_on_error=False)
    async def _back_up(self) -> None:
        try:
            await self.desk.use(backup.make_daily)
        except errors.StoreError as error:
            self.say(str(error), severity="warning")

    # --- saving --------------------------------------------------------------------------------------------------

    async def save(
        self,
        kind: str,
        label: str,
        verb: Callable[Concatenate[Change, Given], Answer],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Answer:
        """Run a verb as one action; answer when it is saved, and let every screen know.

        Raises:
            StoreError: If it was refused or could not be saved.
        """
        answer = await self.desk.write(kind, label, verb, *args, **kwargs)
        self.store_changed()
        return answer

    def store_changed(self) -> None:
        """Reload the screen that is shown, and the others when they are shown again."""
        for screen in self.every_screen():
            if isinstance(screen, KarepScreen):
                screen.stale = True
        for screen in reversed(self.screen_stack):
            if isinstance(screen, KarepScreen):
                screen.refresh_content()
                break

    async def action_edit_undo(self) -> None:
        """Take back the last action; a large one, such as an import, only when the rep says so."""
        action = await self.desk.read(next_undo)
        touched = sum((await self.desk.read(count_entries, action.seq)).values()) if action else 0
        if action and touched > LARGE_UNDO:
            await places.ask_to_undo(self, action, touched)
        else:
            await self.undo()

    async def undo(self) -> None:
        """Take back the last action without a question."""
        done = await self.desk.use(journal.undo)
        self.store_changed()
        self.say(_("Undone: {what}").format(what=places.action_words(done.action, private=self.private)))

    async def action_edit_redo(self) -> None:
        """Do again what was undone."""
        done = await self.desk.use(journal.redo)
        self.store_changed()
        self.say(_("Done again: {what}").format(what=places.action_words(done.action, private=self.private)))

    def remember(self, noun: str, record_id: str) -> None:
        """Note that the page of a record was opened, behind the reads it waited for; it is no loss when that fails."""
        self.desk.submit(lambda store: recent.remember(store.connection, noun, record_id))

    async def action_app_drafts(self) -> None:
        """Choose one of the forms with unsaved text."""
        await places.choose_draft(self)

    # --- telling -------------------------------------------------------------------------------------------------

    def say(self, sentence: str, *, severity: Any = "information") -> None:
        """Tell the rep something in a corner of the screen, as plain text."""
        if severity == "information":
            self.clear_notifications()
        seconds = 3 + len(sentence) / 40 if severity == "information" else 8  # to be read: it lies over the page
        self.notify(visible(sentence), severity=severity, markup=False, timeout=seconds)

    async def on_event(self, event: events.Event) -> None:
        """A key at a dialog takes away what was told in the corner, which lies over it; errors stay for a while."""
        if isinstance(event, events.Key) and isinstance(self.screen, ModalScreen):
            for one in [note for note in self._notifications if note.severity == "information"]:
                self._unnotify(one)
        await super().on_event(event)

    def report(self, error: Exception) -> None:
        """Tell the rep about a failure in one sentence; what is typed and saved is untouched."""
        if isinstance(error, errors.StoreError):
            self.say(str(error), severity="error")
            return
        if self.is_overtaken(error):
            return
        log = record_failure(error)
        self.say(_("Something went wrong here; the rest goes on. Details: {log}").format(log=log), severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """Textual's last resort ends the program; ours keeps the text and goes on once the first screen stands."""
        self.keep_drafts()
        if self._started:
            self.report(error)
        else:
            super()._handle_exception(error)

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self._started:
                raise
            self.report(error)

    def _privacy_note(self) -> str:
        return _("z hidden") if self.private else ""

    # --- places, palette, language -------------------------------------------------------------------------------

    async def action_place(self, place: str) -> None:
        """Go to one of the six places itself, from wherever that is."""
        await places.open_place(self, place)

    def action_app_help(self) -> None:
        """Show every key that works here."""
        from karep.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Textual's own name for the palette."""
        self.action_app_palette()

    def action_app_palette(self) -> None:
        """Search everything that can be done."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("What do you want to do?")))

    async def action_app_find(self) -> None:
        """Open the box that finds anything."""
        await places.find(self)

    async def action_touch_log(self) -> None:
        """Open the log line: about the record whose page is shown, or about whom the line names."""
        await places.open_log(self, **self._page_shown())

    async def action_follow_up_add(self) -> None:
        """Plan what is next in one line: about the record whose page is shown, or about whom the line names."""
        await places.open_follow_up(self, **self._page_shown())

    def _page_shown(self) -> dict[str, str]:
        """The account, person or deal whose page is shown, by the name that a line takes it by."""
        shown = self.screen.page_of if isinstance(self.screen, KarepScreen) else None
        return {f"{shown[0]}_id": shown[1]} if shown and shown[0] in ("account", "person", "opportunity") else {}

    async def action_app_recent(self) -> None:
        """Offer the pinned accounts and the places that were open lately."""
        await places.open_recent(self)

    async def action_app_import(self) -> None:
        """Open the import."""
        await places.open_import(self)

    def action_app_privacy(self) -> None:
        """Hide private fields, or show them again."""
        self.private = not self.private
        self.store_changed()
        # the key that works while something is typed, too
        hidden = _("Private fields are hidden; {key} shows them.").format(
            key=spare_key("app.privacy", self.settings.keys)
        )
        self.say(hidden if self.private else _("Private fields are shown."))
        for screen in self.every_screen():
            screen.query("PlaceLine").refresh()
            if isinstance(screen, KarepDialog):
                screen.eyes_changed()

    def action_app_theme(self) -> None:
        """Choose other colours, and remember them."""
        self.search_themes()

    def watch_theme(self, theme: str) -> None:
        """Remember the colours that the rep chose."""
        if self.is_running and self.settings["theme"] != theme:
            self.settings.values["theme"] = theme
            self._remember()

    async def action_app_language(self) -> None:
        """Switch between English and Chinese; every screen is written anew."""
        chosen = "en" if language() == "zh" else "zh"
        use_language(chosen)
        self.cards_in_other_language()
        self.settings.values["language"] = chosen
        self._remember()
        await self.rewrite()

    def _remember(self) -> None:
        try:
            save(self.settings)
        except OSError as error:
            self.say(_("The settings could not be written: {reason}").format(reason=error), severity="warning")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers: every action that works here, in the language in use."""
        live = {binding.binding.id for binding in screen.active_bindings.values() if binding.enabled}
        for one in ACTIONS:
            if one.id in live and one.id != "app.palette":
                yield SystemCommand(_(one.words), _(one.help), partial(perform, self, one.id))


def run(
    path: Path, *, clock: Clock, settings: Settings, plain: bool = False, prepare: Callable[[Store], None] | None = None
) -> int:
    """Open the store at `path` and show it until the rep quits; return the exit code.

    Args:
        path: The store's file.
        clock: What the program takes for today and now.
        settings: The rep's settings.
        plain: Leave out borders and box drawing.
        prepare: What fills a new store first, such as the sample book.

    Raises:
        StoreError: If the store cannot be opened.
    """
    desk = Desk(path)
    desk.open()
    try:
        if prepare is not None:
            desk.submit(prepare).result()
        app = KarepApp(desk, clock, settings, plain=plain)
        app.run()
        return app.return_code or 0
    finally:
        gc.enable()
        desk.close()
