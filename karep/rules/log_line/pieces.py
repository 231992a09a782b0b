"""Cutting a log line: sentences in confidence, tags, parts with a label, and what is left between them.

What was taken is painted over with blanks, so that every place in the text stays where it was.
"""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category

from karep.rules.log_line.labels import find_label
from karep.rules.log_line.understood import Part, PartKind
from karep.rules.numerals import fold_width
from karep.rules.scripts import simplified

_PRIVATE: Final = re.compile(r"(?<![^\s,;.!?，；。！？、…])(?:!!|！！)[!！]*\s*")
_SENTENCE: Final = re.compile(r"[;；。\n]|[！？]+|[!?](?=\s|$)|\.(?=\s|$)")
# Mr. Lee and Harrowgate Ltd. are no ends of sentences
_SHORTENED: Final = re.compile(r"(?:^|[^a-z])(?:mr|mrs|ms|dr|prof|st|no|nr|vs|inc|ltd|co|corp|approx|tel|ext|[a-z])$")
_TAG: Final = re.compile(
    r"(?<![^\s,;，；。、])[#＃](?P<tag>(?![0-9]+(?![^\s,;.!?，；。！？、]))[^\s#＃,;:!?，；：。！？、]{1,40})"
)
IDLE: Final = " \t\r\n\v\f\u00a0\u3000,;，；、·/"
"""What stands between two things and says nothing."""
_EDGE: Final = re.compile(rf"(?:[{re.escape(IDLE)}:：]+|[-–—]+(?=[\s]))+")
_TRAILING: Final = re.compile(rf"[{re.escape(IDLE)}:：]+$")
_CHINESE_BLANK: Final = re.compile(r"(?<=[\u3400-\u9fff])(?<![,，、;；和与])\s+(?=[\u3400-\u9fff])")
_AFTER_AMOUNT: Final = re.compile(
    r"(?<=[\w万亿元])\s+(?![0-9]|(?:万|亿|元|k|m|mn|million|thousand|bn|rmb|usd|eur|cny)\b)", re.I
)
_SHORT: Final[dict[PartKind, re.Pattern[str]]] = {
    "person": _CHINESE_BLANK,
    "colleagues": _CHINESE_BLANK,
    "kind": _CHINESE_BLANK,
    "deal": _CHINESE_BLANK,
    "account": _CHINESE_BLANK,
    "when": re.compile(rf"{_CHINESE_BLANK.pattern}(?![上下中凌傍晚早午夜])"),
    "amount": _AFTER_AMOUNT,
}
"""The parts that end at the first blank between Chinese words, or behind the amount: what follows is a sentence."""
_EMPTY: Final = re.compile(r"[(（\[【][\s,，、;；]*[)）\]】]")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of a line."""

    rest: Line
    """What neither confidence nor tag nor label took."""
    private: tuple[Part, ...]
    tags: tuple[Part, ...]
    labelled: tuple[Part, ...]
    free: tuple[tuple[int, int], ...]
    """From where to where the line goes on between them."""


def cut(line: Line) -> Cut:
    """Cut a line into its pieces; those of the text are in order, and none overlaps another."""
    rest, private = line, []
    while found := _PRIVATE.search(rest.text):
        end = sentence_end(rest, found.end(), len(rest.text), keep=True)
        private.append(Part("private", found.start(), end, found.end()))
        rest = rest.without(found.start(), end)
    tags = [Part("tag", one.start(), one.end(), one.start("tag")) for one in _TAG.finditer(rest.text)]
    for tag in tags:
        rest = rest.without(tag.start, tag.end)
    labelled = _labelled(rest)
    free, at = [], 0
    for part in labelled:
        free.append((at, part.start))
        at = part.end
    free.append((at, len(rest.text)))
    return Cut(rest, tuple(private), tuple(tags), tuple(labelled), tuple(one for one in free if one[0] < one[1]))


def _labelled(line: Line) -> list[Part]:
    parts: list[Part] = []
    at, size = 0, len(line.folded)
    while found := find_label(line.folded, at, size):
        kind, start, value = found
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
