"""Reads a page of HTML as a browser would: its elements with their attributes, and its texts."""

from html.parser import HTMLParser
from typing import Final

VOID: Final = {"meta", "rect", "br", "link", "img", "input", "hr", "base", "embed", "source"}
Attributes = tuple[tuple[str, str], ...]


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        """What stands between two tags, without what is only layout."""
        self.style = ""
        self.open: list[str] = []
        self.comments = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_comment(self, data: str) -> None:
        self.comments += 1

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        elif data.strip():
            self.texts.append(data)


def read_page(text: str) -> Page:
    """The page; every element that is opened is closed."""
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page
