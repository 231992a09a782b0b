"""Books and queries of every kind for the properties of finding; no tests."""

import re
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from karep.rules.readings import readings
from karep.rules.searching.normal import normal, units
from tests.hostile import hostile_texts

NAMES: Final = (
    "华为", "華為", "重庆", "长城", "曾国梁", "单", "尉迟", "吕", "略", "朝阳", "银行", "科技", "股份", "〇", "𠀀",
    "ひらカナ", "ｶﾞ", "한국", "TCL", "3M", "O'Brien", "o’brien", "Müller", "Mu\u0308ller", "ＡＢＣ１２３", "ﬁ", "㈱",
    "ß", "İstanbul", "Привет", "ἀέ", "हिन्दी", "Mærsk", "Ждx1", "٣a", "Hua", "wei", "hp", "A-B.c", "N.V.", "x" * 45,
)  # fmt: skip
NUMBERS: Final = (
    "138-0013-8000", "+86 138 0013 8000", "２０２６", "010", "1", "①", "½", "12", "٣٤٥٦", "2026-11-22", "0" * 45,
)  # fmt: skip
SIGNS: Final = (
    " ", " ", "　", "·", "-", ".", "_", "\n", "（", "）", "，", '"', "'", "*", "^", ":", "(", " AND ", " NOT ",
    " NEAR(", "+", "{", "\x00", "\x1b[31m", "\u202e", "\u200b", "\u0301", "\ud800", "👩‍👩‍👧",
    "\ue001hua", "\ue000", "\uf8ff",
)  # fmt: skip

PIECES: Final = st.sampled_from((*NAMES, *NAMES, *NUMBERS, *SIGNS))
TEXTS: Final = (
    st.lists(PIECES, min_size=1, max_size=5).map("".join)
    | st.text(max_size=8)
    | st.sampled_from([text[:200] for text in hostile_texts()])
)
PHONES: Final = st.sampled_from(NUMBERS) | st.text("0123456789 -()+", max_size=16)


@dataclass(frozen=True)
class Record:
    """The searched fields of a record."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every field."""
        return self.names + self.phones + self.texts


def _few(one: st.SearchStrategy[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, max_size=most).map(tuple)


RECORDS: Final = st.builds(Record, names=_few(TEXTS), phones=_few(PHONES), texts=_few(TEXTS))
NAMELESS: Final = st.builds(Record, names=st.just(()), phones=st.just(()), texts=_few(TEXTS, 3))


@st.composite
def typed_for_name(draw: st.DrawFn, name: str) -> str:
    """What a rep may type for a part of a name: as written, as it sounds, by its initials, or any mixture of them."""
    pieces = units(normal(name))
    if not pieces:
        return draw(TEXTS)
    start = draw(st.integers(0, len(pieces) - 1))
    end = draw(st.integers(start + 1, min(len(pieces), start + 4)))
    style = draw(st.sampled_from(("full", "initials", "any", "any")))
    typed = "".join(draw(typed_for_unit(piece, style)) for piece in pieces[start:end])
    return typed[: draw(st.integers(1, len(typed)))] if draw(st.booleans()) else typed


@st.composite
def typed_for_unit(draw: st.DrawFn, unit: str, style: str) -> str:
    """What a rep may type for one character, or one word, of a name."""
    known = readings(unit)
    if not known:
        return unit[0] if style == "initials" else unit
    reading = draw(st.sampled_from(known))
    return draw(st.sampled_from({"full": [reading], "initials": [reading[0]]}.get(style, [reading, reading[0], unit])))


@st.composite
def words_for(draw: st.DrawFn, records: list[Record]) -> str:
    """One to three words that may find one of the records, or anything else at all."""
    words = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        record = draw(st.sampled_from(records))
        field = draw(st.sampled_from(record.all or ("nothing",)))
        start = draw(st.integers(0, len(field)))
        part = field[start : start + draw(st.integers(1, 12))]
        numbers = re.findall("[0-9]{3,}", field) or ["8000"]
        kind = draw(st.sampled_from(("name", "name", "part", "part", "upper", "digits", "anything")))
        words.append(
            draw(typed_for_name(draw(st.sampled_from(record.names or (field,)))))
            if kind == "name"
            else {"part": part, "upper": part.upper(), "digits": numbers[-1][-draw(st.integers(3, 6)) :]}.get(kind)
            or draw(TEXTS)
        )
    return " ".join(words)
