"""A short list below a line that is typed into: what may be meant by it, the one that is taken marked by a sign."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

NONE: Final = "-"
"""The key of what stands for none of the others."""
_TAKEN, _OFFERED = "› ", "  "


class Offer(NamedTuple):
    """One thing that may be meant."""

    shown: Content
    more: Content = Content("")
    """What is shown below it while it is the one that is taken."""


class OfferList(OptionList, can_focus=False):
    """The offers with the taken one marked; the line above it keeps the focus."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Offer nothing yet."""
        super().__init__(id=id, classes=classes, markup=False, compact=True)
        self._offers: dict[str, Offer] = {}

    @property
    def taken(self) -> str:
        """The key of the one that is taken; an empty text for none."""
        key = self._key(self.highlighted)
        return "" if key == NONE else key

    def offer(self, offers: Mapping[str, Offer], taken: str = "") -> None:
        """Offer these, with one of them taken; the first where that is not among them."""
        self._offers = dict(offers)
        self.set_options([Option(self._shown(key), id=key) for key in self._offers])
        keys = list(self._offers)
        self.highlighted = keys.index(taken) if taken in keys else 0 if keys else None
        self._mark()

    def step(self, step: int) -> None:
        """Take the one after (1) or before (-1)."""
        if self.option_count:
            self.highlighted = max(0, min((self.highlighted or 0) + step, self.option_count - 1))
            self._mark()

    def _key(self, index: int | None) -> str:
        keys = list(self._offers)
        return keys[index] if index is not None and index < len(keys) else ""

    def _shown(self, key: str) -> Content:
        """An offer with its sign."""
        one, taken = self._offers[key], key == self._key(self.highlighted)
        sign = _TAKEN if taken else _OFFERED
        parts: list[Content | str | tuple[str, str]] = [(sign, "bold $text-accent"), one.shown]
        if taken and one.more:
            parts += ["\n    ", one.more.stylize("$text-muted")]
        return Content.assemble(*parts)

    @on(OptionList.OptionHighlighted)
    def _mark(self) -> None:
        for index, key in enumerate(self._offers):
            if index < self.option_count:
                self.replace_option_prompt_at_index(index, self._shown(key))
        self.scroll_to_highlight()
