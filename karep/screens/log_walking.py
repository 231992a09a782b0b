"""Walking through what the word before the cursor of the log line can become."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from karep.db.views import log_lines
from karep.db.views.finding import find
from karep.i18n import language
from karep.rules.log_line.understood import AtHand, Understood
from karep.rules.searching.match import ELSEWHERE
from karep.screens.log_completion import Completion, Known, answers, completions, is_objection, word_before
from karep.screens.safe import cells_of, fit

if TYPE_CHECKING:
    from karep.app import KarepApp

_BOOK: Final = 8
"""How many people and accounts of the whole book are offered."""


class CompletionWalk:
    """Several texts that can stand in one place of the line, one after the other and round again."""

    def __init__(self, text: str, cursor: int, found: Sequence[Completion]) -> None:
        """Begin in a line, with the cursor where it stands."""
        self._text, self._first_cursor, self._cursor = text, cursor, cursor
        self._found = tuple(found)
        self._at = -1
        self._put = text

    def stands(self, text: str, cursor: int) -> bool:
        """Whether the line is still as the last step left it."""
        return text == self._put and cursor == self._cursor and self._at >= 0

    def advance(self, step: int) -> tuple[str, int]:
        """Go on; answer with the line as it reads then, and where its cursor stands."""
        self._at = (max(self._at, 0 if step < 0 else -1) + step) % len(self._found)
        one = self._found[self._at]
        words = self._text_of(one)
        self._put = self._text[: one.start] + words + self._text[one.end :]
        behind = self._first_cursor - one.end
        self._cursor = one.start + len(words) + max(behind, 0)
        return self._put, self._cursor

    def _text_of(self, one: Completion) -> str:
        """The completion without its last blank where the line goes on with one."""
        return one.text.rstrip() if self._text[one.end :].startswith((" ", "　")) else one.text

    def words(self, cells: int) -> Iterator[tuple[str, bool]]:
        """The choices as far as they fit, and which of them stands in the line."""
        shown = [self._shown(one, number == self._at) for number, one in enumerate(self._found)]
        first = self._at
        room = cells - cells_of(shown[first][0])
        while first and cells_of(shown[first - 1][0]) + 1 <= room and self._at - first < 2:
            first -= 1
            room -= cells_of(shown[first][0]) + 1
        room = cells
        for words, chosen in shown[first:]:
            if room < 4:
                break
            words = fit(words, room).rstrip() if cells_of(words) > room else words
            yield words, chosen
            yield " ", False
            room -= cells_of(words) + 1

    def _shown(self, one: Completion, chosen: bool) -> tuple[str, bool]:
        words = " · ".join(filter(None, (one.text.strip(), one.shown)))
        return (f"[{words}]" if chosen else words), chosen


async def find_completions(
    app: "KarepApp", understood: Understood, cursor: int, at_hand: AtHand, *, asked_first: bool
) -> list[Completion]:
    """What the word before the cursor can become: choices of a question, what the account knows, then the book.

    Args:
        app: The app.
        understood: The line.
        cursor: Where its cursor stands.
        at_hand: What the line is about.
        asked_first: Whether a question is answered wherever the cursor stands.
    """
    text = understood.text
    account = understood.account
    if account is not None and (at_hand.account is None or at_hand.account.id != account.id):
        at_hand = await app.desk.read(log_lines.at_hand, {"account_id": account.id})
    asked = answers(understood)
    if asked and (asked_first or any(one.start <= cursor <= one.end for one in asked)):
        return asked
    found = completions(text, cursor, Known(language(), at_hand.people, at_hand.deals))
    word = word_before(text, cursor)
    if len(found) < _BOOK and word and not is_objection(text, cursor):
        known = {one.text.strip() for one in found}
        found += [
            Completion(cursor - len(word), cursor, f"{name} ", of)
            for name, of in await _book(app, word, app.clock.today)
            if name not in known
        ]
    return found or asked


async def _book(app: "KarepApp", word: str, today: date) -> list[tuple[str, str]]:
    """The people and accounts of the whole book that a word finds by their names, with the account of a person."""
    groups = await app.desk.read(find, word, today=today, limit=_BOOK, nouns=("person", "account"), private=False)
    hits = [hit for group in groups for hit in group.hits if hit.rank < ELSEWHERE]
    return [
        (str(hit.fields.get("name") or ""), str(hit.fields.get("account_name") or "") if hit.noun == "person" else "")
        for hit in hits
        if hit.fields.get("name")
    ]
