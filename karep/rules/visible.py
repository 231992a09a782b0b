"""Text from anybody, made safe to look at: nothing left in it acts on a terminal or hides what it says."""

import re
from typing import Final

LINE_BREAK: Final = " ⏎ "
"""Stands for a line break where only one line can be shown."""

_TAB: Final = "    "

# An emoji that a zero-width joiner may bind to the next one (families, professions, flags).
_EMOJI = r"\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# Scripts that need joiners for correct spelling: Arabic and Persian to Myanmar, Khmer.
_JOINING = r"\u0620-\u109f\u1780-\u17b3"
_VARIATION = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Flags of England, Scotland and Wales: a black flag spelled on with tag characters.
_TAG_FLAG = r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{4,6}\U000e007f"
_JOINERS_KEPT = (
    rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])",
    rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
)
_HIDDEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 without the line feed, DEL, C1
    r"\xad\u034f\u061c\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\ud800-\udfff"  # lone halves of a pair: no terminal can encode them
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    # One variation selector chooses a glyph; a run of them smuggles text.
    rf"|(?<=[{_VARIATION}])[{_VARIATION}]"
)
_SPECIAL = re.compile(rf"(?P<kept>{_TAG_FLAG}|{'|'.join(_JOINERS_KEPT)})|{_HIDDEN}")
_LINE_BREAKS = re.compile(r"[^\S\n]*\n\s*")


def visible(text: str) -> str:
    """The text with nothing left in it that could act on the terminal or hide.

    Line feeds stay, tabs become four spaces, carriage return with line feed becomes a line feed. Other control
    characters become their Unicode picture (␛, ␇), what has no picture becomes its code (⟦U+202E⟧). Joiners stay
    where a script or an emoji is spelled with them. Applying it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return _SPECIAL.sub(_picture, text)


def one_line(text: str, line_break: str = LINE_BREAK) -> str:
    """`visible` text on one line: line breaks, with the blanks around them, become `line_break`."""
    text = visible(text)
    if "\n" not in text:
        return text
    return _LINE_BREAKS.sub(line_break, text.strip())


def _picture(match: re.Match[str]) -> str:
    if match["kept"]:
        return match["kept"]
    code = ord(match[0])
    if code == 0x09:
        return _TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟦U+{code:04X}⟧"
