"""Whether a record is what was typed, how well, and where: the one definition of finding.

A word of the query is found in a *text* where it stands as written, letters and digits from the beginning of a word
on; four digits and more anywhere in a number. In a *telephone number* spaces and signs do not count. In a *name*
spaces and dots do not count either, and letters may be how the name sounds.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, Literal

from karep.rules.searching.normal import Placed, digits, is_word, mapped, normal, placed, units
from karep.rules.searching.query import DOUBLE_INITIALS, Query, Word, is_initial
from karep.rules.searching.terms import DIGITS, LONGEST, sounds

WHOLE: Final = 0
"""The word is the whole name."""
BEGINNING: Final = 1
"""The name begins with the word, up to the end of a word or character; or a telephone number ends with it."""
WHOLE_SOUND: Final = 2
"""The whole name sounds like the word."""
BEGUN: Final = 3
"""The name begins with a word that begins so: ``app`` for Apple."""
BEGINNING_SOUND: Final = 4
"""The name sounds at its beginning like the word."""
BEGUN_SOUND: Final = 5
"""The same, but of its last character only a part of the reading was typed: ``li`` for 林."""
INSIDE: Final = 6
"""The word is somewhere in the name."""
INSIDE_SOUND: Final = 7
"""The name sounds somewhere like the word."""
ELSEWHERE: Final = 8
"""The word is in another field."""

Kind = Literal["name", "phone", "text"]
Span = tuple[int, int]
"""Where something stands in a text: from the first character up to, not with, the last."""


class Fields:
    """The fields of a record as they are compared; each is prepared when it is first needed."""

    def __init__(
        self, names: Iterable[str | None] = (), phones: Iterable[str | None] = (), texts: Iterable[str | None] = ()
    ) -> None:
        """The fields of a record; empty ones are left out."""
        self._names, self._phones, self._texts = names, phones, texts

    @cached_property
    def names(self) -> tuple[list[str], ...]:
        """In units."""
        return tuple(units(normal(name)) for name in self._names if name)

    @cached_property
    def phones(self) -> tuple[str, ...]:
        """Digits only."""
        return tuple(digits(phone) for phone in self._phones if phone)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Normal."""
        return tuple(normal(text) for text in self._texts if text)


def match(words: Sequence[Word], fields: Fields) -> int | None:
    """How well a record answers some words: the rank of the worst one, `WHOLE` at best; None when it does not."""
    worst = WHOLE
    for word in words:
        rank = _rank(word, fields)
        if rank is None:
            return None
        worst = max(worst, rank)
    if len(words) > 1 and fields.names:
        together = Word("".join(word.text for word in words)[:LONGEST])
        ranks = (_name_rank(together, one) for one in fields.names)
        worst = min((worst, *(rank for rank in ranks if rank is not None)))
    return worst


def _rank(word: Word, fields: Fields) -> int | None:
    best = min((rank for one in fields.names if (rank := _name_rank(word, one)) is not None), default=None)
    if best is not None and best <= BEGINNING:
        return best
    if word.text.isdigit():
        for number in fields.phones:
            if word.is_number and number.endswith(word.text):
                return BEGINNING
            if number.startswith(word.text) or (word.is_number and word.text in number):
                best = ELSEWHERE if best is None else best
    if best is None and any(_text_place(word, text) is not None for text in fields.texts):
        return ELSEWHERE
    return match(word.apart, fields) if best is None and word.apart else best


# --- names -------------------------------------------------------------------------------------------------------


def _name_rank(word: Word, pieces: Sequence[str]) -> int | None:
    start = _written_at(word, pieces)
    if start == 0:
        ends = list(accumulate(map(len, pieces)))
        return WHOLE if len(word.text) == ends[-1] else BEGINNING if len(word.text) in ends else BEGUN
    heard = _heard_at(word, pieces)
    if heard is not None and heard[0] == 0:
        if not _is_complete(word, pieces[heard[1] - 1]):
            return BEGUN_SOUND
        return WHOLE_SOUND if heard[1] == len(pieces) else BEGINNING_SOUND
    if start is not None:
        return INSIDE
    if heard is not None:
        return INSIDE_SOUND
    return ELSEWHERE if word.is_number and word.text in " ".join(pieces) else None


def _is_complete(word: Word, last: str) -> bool:
    """Whether a word ends with a full reading or the initial of the last unit that it sounds like."""
    full, begun = _heard(last)
    return word.text.endswith((*full, last)) or word.text[-1] in begun or (word.text[-2:] in begun & DOUBLE_INITIALS)


def _written_at(word: Word, pieces: Sequence[str]) -> int | None:
    """The first unit from which a word stands in a name as written."""
    literal = "".join(pieces)
    if word.text not in literal:
        return None
    offset = 0
    for start, piece in enumerate(pieces):
        if literal.startswith(word.text, offset):
            return start
        offset += len(piece)
    return None


def _heard_at(word: Word, pieces: Sequence[str]) -> Span | None:
    """The first unit from which a name sounds like a word, and the unit after the last."""
    if not any(word.sounds) and not word.spelled:
        return None
    letter = word.text[0]
    for start, piece in enumerate(pieces):
        if letter in _heard(piece)[1] or piece[0] == letter:
            end = _sounding(word, pieces, start)
            if end is not None:
                return start, end
    return None


def _sounding(word: Word, pieces: Sequence[str], start: int) -> int | None:
    """The unit after the last, when a name sounds like the word from `start` on."""
    if len(word.runs) > 1:
        return _mixture(word, pieces, start, 0)
    for ways in word.sounds[0]:
        end = _read(ways, pieces, start, last=True)
        if end is not None:
            return end
    for head, tails in word.spelled:
        if pieces[start] == head:
            for tail in tails:
                end = _read(tail, pieces, start + 1, last=True)
                if end is not None:
                    return end
    return None


def _mixture(word: Word, pieces: Sequence[str], start: int, place: int) -> int | None:
    """The same for a word of several runs, from one of its runs on."""
    if place == len(word.runs):
        return start
    last = place == len(word.runs) - 1
    for end in _run_ends(word, place, pieces, start, last=last):
        found = _mixture(word, pieces, end, place + 1)
        if found is not None:
            return found
    return None


def _run_ends(word: Word, place: int, pieces: Sequence[str], start: int, *, last: bool) -> Iterator[int]:
    run = word.runs[place]
    end = _written(run, pieces, start, last=last)
    if end is not None:
        yield end
    for ways in word.sounds[place]:
        end = _read(ways, pieces, start, last=last)
        if end is not None:
            yield end


def _written(run: str, pieces: Sequence[str], start: int, *, last: bool) -> int | None:
    """The unit after the last, when a run stands in the name as written; only the last may end inside a word."""
    rest = run
    while rest:
        if start == len(pieces):
            return None
        piece = pieces[start]
        start += 1
        if rest.startswith(piece):
            rest = rest[len(piece) :]
        elif last and is_word(piece) and piece.startswith(rest):
            return start
        else:
            return None
    return start


def _read(ways: Sequence[str], pieces: Sequence[str], start: int, *, last: bool) -> int | None:
    """The unit after the last, when each unit from `start` on sounds like its piece."""
    end = start + len(ways)
    if end > len(pieces):
        return None
    for place, typed in enumerate(ways, start):
        full, begun = _heard(pieces[place])
        if typed not in full and not (typed in begun and (is_initial(typed) or (last and place == end - 1))):
            return None
    return end


@lru_cache(maxsize=16384)
def _heard(unit: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a unit sounds like, whole and by any beginning of it; of a word only the first letter."""
    if is_word(unit):
        return frozenset(), frozenset(unit[0])
    full = sounds(unit)
    return frozenset(full), frozenset(reading[:length] for reading in full for length in range(1, len(reading) + 1))


# --- texts -------------------------------------------------------------------------------------------------------


def _text_place(word: Word, text: str, start: int = 0) -> int | None:
    """Where a word stands in a normal text, from a place on."""
    anywhere = word.is_number or not is_word(word.text)
    place = text.find(word.text, start)
    while place >= 0:
        if anywhere or place == 0 or not _continues(text[place - 1], text[place]):
            return place
        place = text.find(word.text, place + 1)
    return None


def _continues(before: str, letter: str) -> bool:
    """Whether a letter or digit stands in the word that the character before it belongs to."""
    return before.isalnum() and before.isascii() == letter.isascii() and is_word(before)


# --- marks -------------------------------------------------------------------------------------------------------


def marks(query: Query, text: str, kind: Kind) -> list[Span]:
    """What of a text, as it is written, answers the query: spans in order that do not overlap."""
    find = {"name": _name_spans, "phone": _phone_spans, "text": _text_spans}[kind]
    spans = []
    for word in query.words:
        spans += list(find(word, text)) or [span for group in word.apart for span in find(group, text)]
    return _merged(spans)


def _name_spans(word: Word, text: str) -> Iterator[Span]:
    pieces = placed(text)
    names = [one.unit for one in pieces]
    start, heard = _written_at(word, names), _heard_at(word, names)
    if start is not None and (start == 0 or heard is None or heard[0] > 0):
        yield pieces[start].places[0][0], _end_inside(word, pieces, start)
    elif heard is not None:
        yield pieces[heard[0]].places[0][0], pieces[heard[1] - 1].places[-1][1]
    elif word.is_number:
        yield from _text_spans(word, text)


def _end_inside(word: Word, pieces: list[Placed], start: int) -> int:
    """Where a word that is written in a name ends, which may be inside of a unit."""
    places = [place for piece in pieces[start:] for place in piece.places]
    return places[len(word.text) - 1][1]


def _phone_spans(word: Word, text: str) -> Iterator[Span]:
    line, origin = mapped(text)
    places = [origin[place] for place, one in enumerate(line) if "0" <= one <= "9"]
    number = "".join(one for one in line if "0" <= one <= "9")
    place = number.rfind(word.text) if len(word.text) >= DIGITS else 0 if number.startswith(word.text) else -1
    if word.text.isdigit() and place >= 0:
        yield places[place][0], places[place + len(word.text) - 1][1]


def _text_spans(word: Word, text: str) -> Iterator[Span]:
    line, origin = mapped(text)
    place = _text_place(word, line)
    while place is not None:
        yield origin[place][0], origin[place + len(word.text) - 1][1]
        place = _text_place(word, line, place + len(word.text))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
