"""Where words begin in a text that may be Chinese: what ctrl+w deletes and ctrl+left jumps over."""

from __future__ import annotations

import re

_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = r"\u3041-\u309f"
_KATAKANA = r"\u30a0-\u30ff\uff66-\uff9f"
_HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"

# Chinese is written without blanks and most of its words have two characters: a step of two loses little where the
# guess is wrong, while a whole sentence would be gone where no step is guessed at all.
_WORD = (
    rf"(?:[{_HAN}]{{1,2}}|[{_HIRAGANA}]+|[{_KATAKANA}]+|[{_HANGUL}]+"
    rf"|[^\W{_HAN}{_HIRAGANA}{_KATAKANA}{_HANGUL}]+|[^\w\s]+)"
)
_LAST_WORD = re.compile(rf"{_WORD}\s*\Z")
_FIRST_WORD = re.compile(rf"\s*{_WORD}")

# Longer words do not exist; looking no further keeps a keystroke quick in a very long line.
_LONGEST = 256


def word_start(text: str, position: int) -> int:
    """Where the word before `position` begins; blanks between them count to the word. 0 at the start of the text."""
    start = max(position - _LONGEST, 0)
    match = _LAST_WORD.search(text[start:position])
    return start + match.start() if match else start


def word_end(text: str, position: int) -> int:
    """Where the word after `position` ends; blanks between them count to the word."""
    match = _FIRST_WORD.match(text[position : position + _LONGEST])
    return position + match.end() if match else min(position + _LONGEST, len(text))
