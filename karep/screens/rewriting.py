"""The part of the app that writes every screen anew, as after a change of language."""

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen

from karep.screens.base import KarepScreen


class Rewriting(App[None]):
    """An app whose screens can be written anew while keys go on coming."""

    def __init__(self) -> None:
        """Nothing is being written anew."""
        super().__init__()
        self._being_rewritten = False

    async def rewrite(self) -> None:
        """Write every screen anew in the language in use; forms keep their text as drafts."""
        self.keep_drafts()
        self._being_rewritten = True
        try:
            for screen in list(self.every_screen()):
                if isinstance(screen, KarepScreen):
                    await screen.recompose()
                    screen.stale = True
        finally:
            self.call_after_refresh(self._was_rewritten)
        self.store_changed()

    def _was_rewritten(self) -> None:
        self._being_rewritten = False

    def is_overtaken(self, error: Exception) -> bool:
        """Whether a key, or a late answer, only met a screen that had nothing on it for a moment."""
        return self._being_rewritten and isinstance(error, NoMatches)

    def shows(self, node: DOMNode) -> bool:
        """Whether a screen, or what is on it, is on one of the stacks still; one that is not loses what is on it.

        A program that closes takes everything off its screens before it takes the screens off their stacks.
        """
        return self.is_running and any(screen in node.ancestors_with_self for screen in self.every_screen())

    def every_screen(self) -> Iterator[Screen[Any]]:
        """The screens of every place, those that are not shown among them."""
        for stack in self._screen_stacks.values():
            yield from stack

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        raise NotImplementedError

    def store_changed(self) -> None:
        """Reload what is shown."""
        raise NotImplementedError
