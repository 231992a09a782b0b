"""Texts that break programs: our own, and the well-known list where its folder is here."""

from typing import Final

from tests.real import naughty_texts

OWN: Final = (
    "'; DROP TABLE account; --",
    '"',
    '""""',
    "\\",
    '\\"',
    '\\\\"\\',
    "a\nb\r\nc\rd",
    "\t",
    "\x1b]52;c;cHduZWQ=\x07",
    "".join(map(chr, range(1, 0x20))),
    "\x7f\x80\x9b\x9f",
    "\u2028\u2029\u202e\ufeff\ufffe\uffff",
    '","tier":"diamond',
    '{"name": null}',
    "null",
    "😀👩\u200d👩\u200d👧\u200d👦𠮷𝄞",
    "曾国藩\u3000（集团）",
    "e\u0301 é \u1100\u1161",
    "\\u0000 \\ud800 \\n",
    "%s %d {name} {0} $1 :name ?1",
    "x" * 390,
)

HOSTILE: Final = tuple(dict.fromkeys((*OWN, *naughty_texts())))
"""Every one of them is a text that a store can hold as it is."""

CLEANED: Final = dict(
    (
        ("a\0b", "a␀b"),
        ("\0", "␀"),
        ("\ud800", "\ufffd"),
        ("a\udcffb", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("\udc00\ud800", "\ufffd\ufffd"),
    )
)
"""Texts that no store can hold, and what is held in their place."""
