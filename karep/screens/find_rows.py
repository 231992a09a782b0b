"""What was found, as rows: what it is, and what makes it recognisable, with the parts that answer marked."""

from collections.abc import Mapping, Sequence
from typing import Final

from textual.content import Content

from karep.db.views.recent import Place
from karep.reports.render import BETWEEN
from karep.reports.report import Line
from karep.reports.words import stage_words, tier_words
from karep.rules.vocabulary import STAGES
from karep.screens.find_box import Target
from karep.screens.privacy import Eyes
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.marked import Marks, joined, marked, marked_words

_WHAT: Final[Mapping[str, Sequence[str]]] = {
    "account": ("name", "short"),
    "person": ("name", "address", "title"),
    "opportunity": ("name",),
    "fact": ("name", "what"),
    "competitor": ("name", "what"),
    "card": ("name",),
}
"""The pieces that say what a record is; of the other nouns it is their text."""
_LAST: Final = ("kind", "state", "left", "stage")
_MARK: Final = "bold underline"
_LONGEST: Final = 90
"""Cells of a long text below the list."""

Texts = list[tuple[str, str, Marks]]
"""The pieces of a line: name, text, marks."""


def found_row(line: Line, eyes: Eyes) -> Row:
    """A line that was found as a row of the columns ``what`` and ``about``."""
    texts = seen(line, eyes)
    first = _WHAT.get(line.noun, ("what",))
    what = [(text, marks) for name, text, marks in texts if name in first]
    about = [one for one in texts if one[0] not in first]
    if line.noun != "card":
        # what sort of card it is comes before its words
        about.sort(key=_place)
    if not what:
        what = [(text, marks) for _name, text, marks in about[-1:]]
        about = about[:-1]
    text, marks = joined(what, " " if line.noun == "person" else BETWEEN)
    aside, aside_marks = joined([(text, marks) for _name, text, marks in about], BETWEEN)
    lead = len(about[0][1] + BETWEEN) if about and about[0][0] == "when" else 0
    return Row({"what": Cell(text, "", marks), "about": Cell(aside, "muted", aside_marks, lead)})


def _place(piece: tuple[str, str, Marks]) -> int:
    """Where a piece stands: the day first, then the field that answers and is not shown otherwise."""
    name = piece[0]
    return 0 if name == "when" else 1 if name == "match" else 3 if name in _LAST else 2


def found_words(line: Line, eyes: Eyes) -> Content:
    """All that a line says, with the parts that answer marked."""
    pieces: list[Content] = []
    for _name, text, marks in seen(line, eyes):
        pieces += [Content(BETWEEN)] if pieces else []
        # of a long note, what is around the part that answers
        parted = marked(text, marks, _LONGEST) if len(text) > _LONGEST else marked_words(text, marks)
        pieces += [Content.styled(one, _MARK) if is_marked else Content(one) for one, is_marked in parted]
    return Content("").join(pieces)


def seen(line: Line, eyes: Eyes) -> Texts:
    """The pieces of a line as these eyes may see them; what is changed for them has no marks.

    What is private is not in a line that was found for other eyes.
    """
    texts: Texts = []
    for name, text, *_typed in line.parts:
        shown = eyes.phone(text) if name == "phone" else eyes.words(text)
        if eyes.private and name == "match":
            # it may be a phone number, or end within one
            continue
        texts.append((name, shown, line.marks.get(name, ()) if shown == text else ()))
    return texts


def target_of(line: Line) -> Target:
    """The record that a line leads to."""
    return Target(line.noun, line.record_id, line.account_id, line.opportunity_id)


def place_row(place: Place) -> Row:
    """A page that can be opened again as a row of the columns ``what`` and ``about``."""
    detail = stage_words(place.detail) if place.detail in STAGES and place.noun == "opportunity" else place.detail
    about = (place.account_name, detail) if place.noun != "account" else (tier_words(place.tier or None), detail)
    return Row({"what": place.name, "about": Cell(BETWEEN.join(filter(None, about)), "muted")})


def place_target(place: Place) -> Target:
    """The record that a place is of."""
    return Target(place.noun, place.id, place.account_id)
