"""The part of the app that shows cards as they are saved, and tells what is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from karep.i18n import _, language

if TYPE_CHECKING:
    from karep.playbook.book import Playbook
    from karep.playbook.card import CardError
    from karep.playbook.watching import Watch


class CardsRead(Message):
    """Cards of the company or the rep were read, at the start or because one was saved."""

    def __init__(self, changed: bool) -> None:
        """Keep whether what is shown may have changed."""
        super().__init__()
        self.changed = changed


class CardWatching(App[None]):
    """An app that watches the folders of cards."""

    card_watch: "Watch | None" = None
    _told_faults: frozenset[str] = frozenset()

    def watch_cards(self) -> None:
        """Begin to look whether a card is saved; the playbook is imported only now, after the first frame."""
        from karep.playbook.watching import Watch

        self.card_watch = Watch(lambda changed: self.post_message(CardsRead(changed)))
        self.card_watch.start()

    def on_unmount(self) -> None:
        """Look no more."""
        if self.card_watch is not None:
            self.card_watch.stop()

    def on_cards_read(self, event: CardsRead) -> None:
        """Show the cards as they are now, and tell once what is wrong with one."""
        if event.changed:
            self.store_changed()
            self._show_open_card()
        faults = _book().faults
        fresh = [fault for fault in faults if str(fault) not in self._told_faults]
        # What was put right and is broken again is told again.
        self._told_faults = frozenset(map(str, faults))
        if fresh:
            self._tell(fresh)

    def cards_in_other_language(self) -> None:
        """Read the cards again, so that what is wrong with them is said in the language in use; none of it is new."""
        from karep.playbook import shelf

        shelf.forget()
        self._told_faults = frozenset(map(str, _book().faults))

    def _show_open_card(self) -> None:
        """Write the card anew that is open above the screen."""
        from karep.screens.card_glance import CardDialog

        if isinstance(self.screen, CardDialog):
            self.screen.refresh_content()

    def _tell(self, fresh: "list[CardError]") -> None:
        from karep.reports.card_faults import meanwhile_words

        first = fresh[0]
        told = _("{file}, line {line}: {reason}.").format(
            file=Path(first.source).name, line=first.line, reason=first.reason
        )
        told += " " + meanwhile_words(_book().meanwhile.get(first.source))
        if len(fresh) > 1:
            told += " " + _("All faults: karep playbook check")
        self.say(told, severity="warning")

    def store_changed(self) -> None:
        """Reload what is shown."""
        raise NotImplementedError

    def say(self, sentence: str, *, severity: Any = "information") -> None:
        """Tell the rep something."""
        raise NotImplementedError


def _book() -> "Playbook":
    from karep.playbook import shelf

    return shelf.playbook(language())
