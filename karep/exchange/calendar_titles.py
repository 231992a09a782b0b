"""What stands in a calendar that others may see: short names, and texts that cannot break its lines."""

import re
from typing import Final

from karep.rules.matching import company_key
from karep.rules.readings import readings

_LINE_BREAK: Final = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_LONGEST: Final = 6
"""Letters of the initials of a name."""


def plain(text: str | None) -> str:
    """A text as a calendar can hold it: every line break is a line feed, other control characters are gone."""
    if not text:
        return ""
    return _HALF.sub("\ufffd", _CONTROL.sub("", _LINE_BREAK.sub("\n", text)))


def on_one_line(text: str | None) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def called(name: str, short_name: str | None) -> str:
    """How an account is named where others may read it: its short name, else the initials of its name.

    A company's legal form is no part of the initials: 华为技术有限公司 is HWJS, Acme Steel Works Ltd. is ASW.
    """
    if short := on_one_line(short_name):
        return short
    letters = ""
    for word in re.findall(r"[^\W_]+", company_key(name)[1]) or re.findall(r"[^\W_]+", name):
        # a word of letters gives its first one, Chinese characters give one each
        sounds = [found[0][0] for character in word if (found := readings(character))]
        letters += "".join(sounds) if sounds else word[0]
    return letters[:_LONGEST].upper()
