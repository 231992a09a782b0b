"""What helps beside the checklist of a deal, as a list to read: questions, objections, signals, ways to ask."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets.option_list import Option

from karep.frozen import frozen
from karep.screens.safe import assemble, safe
from karep.screens.widgets.pointed_list import PointedList


@frozen
class Entry:
    """One thing to read in a guide: its key, how it is shown, and its plain text."""

    key: str
    shown: Content
    text: str


@frozen
class Group:
    """A heading and the entries under it."""

    title: str
    entries: tuple[Entry, ...]


class GuideList(PointedList):
    """Groups of entries, with lines as long as they need; headings cannot be highlighted."""

    DEFAULT_CSS = """
    GuideList { border: none; background: $background; padding: 0; scrollbar-gutter: stable; }
    GuideList > .option-list--option-disabled { color: $text-accent; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty guide."""
        super().__init__(id=id, markup=False, compact=True)

    def show(self, groups: Iterable[Group], *, nothing: str = "") -> None:
        """Show these groups; the highlight stays on its key. `nothing` stands where there is none."""
        kept = self.highlighted_option.id if self.highlighted_option else None
        options: list[Option] = []
        for group in groups:
            if options:
                options.append(Option("", disabled=True))
            options.append(Option(safe(group.title), disabled=True))
            options += [Option(entry.shown, id=entry.key) for entry in group.entries]
        self.clear_options()
        self.add_options(options or [Option(safe(nothing), disabled=True)])
        keys = {option.id: index for index, option in enumerate(options) if option.id}
        self.highlighted = keys[kept] if kept in keys else next(iter(keys.values()), None)
        if kept not in keys:
            self.scroll_to(y=0, animate=False, force=True)


def point(key: str, text: str) -> Entry:
    """One plain line of a card."""
    return Entry(key, assemble(("· ", "$text-muted"), text), text)
