"""The floor of everything that opens a screen: a Textual app that shows one line."""

from textual.app import App, ComposeResult
from textual.widgets import Static

MARKER = "blank screen"


class Blank(App[None]):
    """One Static."""

    def compose(self) -> ComposeResult:
        yield Static(MARKER)


if __name__ == "__main__":
    Blank().run()
