"""Traditional Chinese characters folded to simplified ones, so that 華為 is found by 华为 and the other way round.

The pairs stand in ``simplified.txt``, made by ``scripts/readings.py`` from OpenCC's dictionary of characters (Apache
License 2.0). One character becomes one character: the first form that OpenCC names, whatever the words around it. So
this is a key for comparing, never a text to show: 乾 becomes 干 in 乾隆 too, and keeps no reading of its own (take
readings from the text as it was written).
"""

from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("simplified.txt")


def simplified(text: str) -> str:
    """The text with every traditional character simplified: as long as it was, and unchanged by a second pass."""
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    return text.translate(_forms())


@cache
def _forms() -> dict[int, int]:
    """The simplified form of each traditional character, as code points."""
    pairs = _TABLE.read_text("utf-8").partition("\n\n")[2]
    return str.maketrans(pairs[0::3], pairs[1::3])


@cache
def _traditional() -> frozenset[str]:
    """The characters that change: most texts hold none of them, and asking costs less than translating."""
    return frozenset(map(chr, _forms()))
