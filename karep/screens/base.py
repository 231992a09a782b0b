"""What all screens share: the two lines of chrome, reloading, and errors that never take the program down."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import MountError

from karep.actions import action
from karep.i18n import _
from karep.screens.bindings import app_bindings, bindings, spare_key
from karep.screens.safe import safe
from karep.screens.widgets.chrome import KeyLine, PlaceLine, TooSmall

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from karep.app import KarepApp

Answer = TypeVar("Answer")


class Guarded:
    """An error in a message handler is reported in words; the screen and all others go on."""

    @property
    def karep(self) -> "KarepApp":
        """The app, by its own type."""
        return cast("KarepApp", self.app)  # type: ignore[attr-defined]

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)  # type: ignore[misc]
        except Exception as error:
            self.report_failure(error)

    def report_failure(self, error: Exception) -> None:
        """Tell the rep about a failure; that a screen on its way out has nothing on it any more is none."""
        if isinstance(error, NoMatches | MountError) and not self.karep.shows(cast("DOMNode", self)):
            return
        self.karep.report(error)


class KarepScreen(Guarded, Screen[None]):
    """A place of the program, or a page that opens over one.

    Attributes:
        FOOTER: The ids of at most six actions that the footer shows.
        PLACE: The place that the top line marks, or an empty text.
    """

    FOOTER: ClassVar[tuple[str, ...]] = ()
    PLACE: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("app.back")

    stale = True
    """Whether the store changed since the screen last read it."""
    page_of: tuple[str, str] | None = None
    """Noun and id of the record whose page it is; it is then among the places that were open lately."""
    _remembered = False

    def compose(self) -> ComposeResult:
        """The top line, the screen's own content, the key line."""
        yield PlaceLine(self.PLACE, id="places")
        yield from self.compose_content()
        yield KeyLine(self.FOOTER, id="keys")
        yield TooSmall(id="too-small")

    def compose_content(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    async def recompose(self) -> None:
        """Write the screen anew, as for another language; the focus stays on the widget of the same id."""
        focused = self.focused.id if self.focused is not None else None
        await super().recompose()
        if focused is not None:
            for widget in self.query(f"#{focused}"):
                self.set_focus(widget)

    async def reload(self) -> None:
        """Read the store again and show it; the highlight stays where it was."""
        raise NotImplementedError

    def refresh_content(self) -> None:
        """Reload soon; a reload that is still under way is overtaken."""
        self.stale = False
        self._reload()

    @work(group="reload", exclusive=True, exit_on_error=False)
    async def _reload(self) -> None:
        try:
            await self.reload()
        except Exception as error:
            self.report_failure(error)
        if self.page_of is not None and not self._remembered:
            self._remembered = True
            self.karep.remember(*self.page_of)
        self.karep.content_shown()

    def on_mount(self) -> None:
        """Show the first content at once, unless that is under way already."""
        if self.stale:
            self.refresh_content()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Catch up with what changed while another screen was shown."""
        if self.stale:
            self.refresh_content()

    def action_app_back(self) -> None:
        """Go back to the screen below; the lowest one stays."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def say(self, sentence: str, *, severity: Any = "information") -> None:
        """Tell the rep something, as plain text."""
        self.karep.say(sentence, severity=severity)


class KarepDialog(Guarded, ModalScreen[Answer]):
    """A small question over a screen; Escape answers with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app.back"),
        *app_bindings("app.find", "app.recent", "app.privacy", "app.quit"),
    ]
    DEFAULT_CSS = """
    KarepDialog { align: center middle; }
    KarepDialog > #dialog {
        width: 72; max-width: 96%; height: auto; max-height: 92%;
        border: round $primary; background: $surface; padding: 0 1;
    }
    .-plain KarepDialog > #dialog { border: none; }
    """

    @on(events.Mount)
    def _show_key(self) -> None:
        """Say in the lower edge how what is private is hidden, unless the dialog says something there itself."""
        key = spare_key("app.privacy", self.karep.settings.keys)
        for dialog in self.query("#dialog"):
            if not dialog.border_subtitle:
                dialog.border_subtitle = safe(f"{key} {_(action('app.privacy').words)}")

    def eyes_changed(self) -> None:
        """Show anew what was private, or is so now; a dialog that holds nothing of the kind has nothing to do."""

    def action_app_back(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
