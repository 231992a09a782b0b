"""Cutting a log line: sentences in confidence, tags, parts with a label, and what is left between them.

What was taken is painted over with blanks, so that every place in the text stays where it was.
"""

import re
from collections.abc import Callable
from typing import Final
from unicodedata import category

from karep.frozen import frozen
from karep.rules.log_line.labels import bare_labels, find_label, repeated_label
from karep.rules.log_line.understood import Part, PartKind
from karep.rules.numerals import fold_width
from karep.rules.scripts import simplified

_PRIVATE: Final = re.compile(r"(?<![^\s,;.?，；。？、…:：(（\[【“”\"「『<《—–-])[!！]{2,}\s*")
_ANY_PRIVATE: Final = re.compile(r"[!！]{2}")
_SENTENCE: Final = re.compile(r"[;；。\n]|[！？]+|[!?](?=\s|$)|\.(?=\s|$)")
# Mr. Lee and Harrowgate Ltd. are no ends of sentences
_SHORTENED: Final = re.compile(r"(?:^|[^a-z])(?:mr|mrs|ms|dr|prof|st|no|nr|vs|inc|ltd|co|corp|approx|tel|ext|[a-z])$")
_CLAUSE_END: Final = re.compile(r"[,，;；。\n!！?？]|\.(?=\s|$)")
_TAG: Final = re.compile(
    r"(?<![^\s,;，；。、])[#＃](?P<tag>(?![0-9]+(?![^\s,;.!?，；。！？、]))[^\s#＃,;:!?，；：。！？、]{1,40})"
)
IDLE: Final = " \t\r\n\v\f\u00a0\u3000,;，；、·/"
"""What stands between two things and says nothing."""
_EDGE: Final = re.compile(rf"(?:[{re.escape(IDLE)}:：]+|[-–—]+(?=[\s]))+")
_TRAILING: Final = re.compile(rf"[{re.escape(IDLE)}:：(（\[【“「『《]+$")
_CHINESE_BLANK: Final = re.compile(r"(?<=[\u3400-\u9fff])(?<![,，、;；和与])\s+(?=[\u3400-\u9fff])")
_NAME_END: Final = re.compile(rf"{_CHINESE_BLANK.pattern}|[,，](?!\s*(?:inc|ltd|llc|co|corp|gmbh|s\.a)\b)", re.I)
_AFTER_AMOUNT: Final = re.compile(
    r"(?<=[\w万亿元])\s+(?![0-9]|(?:万|亿|元|k|m|mn|million|thousand|bn|rmb|usd|eur|cny)\b)", re.I
)
_SHORT: Final[dict[PartKind, re.Pattern[str]]] = {
    "person": _CHINESE_BLANK,
    "colleagues": _CHINESE_BLANK,
    "kind": _CHINESE_BLANK,
    "deal": _CHINESE_BLANK,
    "account": _NAME_END,
    "new_account": _NAME_END,
    "when": re.compile(rf"{_CHINESE_BLANK.pattern}(?![上下中凌傍晚早午夜])"),
    "amount": _AFTER_AMOUNT,
}
"""The parts that end at the first blank between Chinese words, or behind the amount: what follows is a sentence."""
_EMPTY: Final = re.compile(r"[(（\[【][\s,，、;；]*[)）\]】]")


Opens = Callable[[PartKind, str], bool]


@frozen
class Line:
    """A log line, as typed and as it is compared: the two have the same length."""

    text: str
    folded: str

    @classmethod
    def of(cls, text: str) -> "Line":
        """A line of the text; line breaks end sentences."""
        folded = fold_width(simplified(text))
        return cls(text, folded if len(folded) == len(text) else fold_width(text))

    def without(self, start: int, end: int) -> "Line":
        """The line with a stretch painted over."""
        blank = " " * (end - start)
        return Line(*(one[:start] + blank + one[end:] for one in (self.text, self.folded)))


@frozen
class Cut:
    """The pieces of a line."""

    rest: Line
    """What neither confidence nor tag nor label took."""
    private: tuple[Part, ...]
    tags: tuple[Part, ...]
    labelled: tuple[Part, ...]
    free: tuple[tuple[int, int], ...]
    """From where to where the line goes on between them."""


def cut(line: Line, opens: Opens) -> Cut:
    """Cut a line into its pieces; those of the text are in order, and none overlaps another.

    Args:
        line: The line.
        opens: Whether the words of a clause are such a part although its label has no colon.
    """
    rest, private = line, []
    while found := _PRIVATE.search(rest.text):
        end = sentence_end(rest, found.end(), len(rest.text), keep=True)
        private.append(Part("private", found.start(), end, found.end()))
        rest = rest.without(found.start(), end)
    tags = [Part("tag", one.start(), one.end(), one.start("tag")) for one in _TAG.finditer(rest.text)]
    for tag in tags:
        rest = rest.without(tag.start, tag.end)
    labelled = _labelled(rest)
    labelled += [
        part for start, end in _between(labelled, rest) for part in _opened_without_colon(rest, start, end, opens)
    ]
    labelled.sort(key=lambda part: part.start)
    return Cut(rest, tuple(private), tuple(tags), tuple(labelled), tuple(_between(labelled, rest)))


def holds_private(text: str) -> bool:
    """Whether a text holds the sign of what is said in confidence, wherever it stands."""
    return bool(_ANY_PRIVATE.search(text))


def _between(parts: list[Part], line: Line) -> list[tuple[int, int]]:
    """From where to where the line goes on between parts."""
    starts = [0, *(part.end for part in parts)]
    ends = [*(part.start for part in parts), len(line.text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _opened_without_colon(line: Line, start: int, end: int, opens: Opens) -> list[Part]:
    """The clauses that begin like a part and hold what only such a part holds: 我方周五前答复."""
    parts: list[Part] = []
    for kind, at, value in bare_labels(line.folded, start, end):
        mark = _CLAUSE_END.search(line.text, value, end)
        stop = mark.start() if mark else end
        if (not parts or at >= parts[-1].end) and opens(kind, line.text[value:stop]):
            parts.append(Part(kind, at, stop, value))
    return parts


def _labelled(line: Line) -> list[Part]:
    parts: list[Part] = []
    at, size = 0, len(line.folded)
    while found := find_label(line.folded, at, size):
        kind, start, value = found
        while again := repeated_label(line.folded, value, kind):
            # 我方:我方:报价 says it once
            value = again
        following = find_label(line.folded, value, size)
        end = sentence_end(line, value, following[1] if following else size)
        if kind in _SHORT and (blank := _SHORT[kind].search(line.text, value, end)):
            end = blank.start()
        if line.text[value:end].strip(IDLE):
            parts.append(Part(kind, start, end, value))
        at = max(end, value)
    return parts


def sentence_end(line: Line, start: int, limit: int, *, keep: bool = False) -> int:
    """Where the sentence ends that begins at `start`; with its mark when it is to be kept, or says something."""
    for mark in _SENTENCE.finditer(line.text, start, limit):
        if mark[0] == "." and _SHORTENED.search(line.folded, max(start, mark.start() - 7), mark.start()):
            continue
        if not line.text[start : mark.start()].strip(IDLE):
            continue
        return mark.end() if keep or mark[0][0] in "!?！？" else mark.start()
    return limit


def tidy(words: str) -> str:
    """A stretch of the text as it is stored: one blank between words, no marks at its edges that lead nowhere."""
    plain = _EMPTY.sub(" ", " ".join(words.split()))
    plain = _TRAILING.sub("", plain[match.end() :] if (match := _EDGE.match(plain)) else plain)
    return plain.strip() if any(_speaks(letter) for letter in plain) else ""


def _speaks(letter: str) -> bool:
    """Whether a character says anything: a mark or a blank alone does not."""
    return category(letter)[0] not in "PZC"
