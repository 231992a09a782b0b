"""The words that open a part of a log line, in both languages: 异议:, we:, 下次: …"""

import re
from typing import Final

from karep.rules.log_line.understood import PartKind

LABELS: Final[dict[PartKind, tuple[str, ...]]] = {
    "account": ("客户", "公司", "account", "customer", "client", "company"),
    "person": ("人员", "参会", "参会人", "与会", "联系人", "who", "with", "attendees", "people"),
    "kind": ("方式", "kind", "via", "channel"),
    "when": ("时间", "日期", "when", "date"),
    "purpose": ("目的", "purpose", "aim"),
    "summary": ("纪要", "摘要", "内容", "summary", "note", "notes"),
    "outcome": ("结果", "结论", "outcome", "result"),
    "objection": (
        "异议",
        "顾虑",
        "疑虑",
        "反对意见",
        "objection",
        "objections",
        "obj",
        "concern",
        "concerns",
        "pushback",
    ),
    "ours": ("我方", "我们", "我司", "我方承诺", "我们承诺", "we", "us", "ours", "our", "we promised", "our promise"),
    "theirs": ("对方", "他们", "对方承诺", "客户承诺", "they", "them", "theirs", "they promised", "their promise"),
    "next": (
        "下次",
        "下一步",
        "跟进",
        "后续",
        "待办",
        "next",
        "next step",
        "next steps",
        "follow-up",
        "follow up",
        "todo",
    ),
    "rival": (
        "竞品",
        "竞争对手",
        "对手",
        "友商",
        "竞对",
        "rival",
        "rivals",
        "competitor",
        "competitors",
        "competition",
    ),
    "need": ("需求", "need", "needs"),
    "deal": ("商机", "项目", "deal", "opportunity"),
    "stage": ("阶段", "stage"),
    "amount": ("金额", "amount", "value"),
    "colleagues": ("同行", "陪同", "我方人员", "colleagues", "team", "with us"),
    "private": ("私密", "private", "confidential"),
}
"""What opens each part, the word that is offered first in front: Chinese, then English."""

_PART_OF: Final[dict[str, PartKind]] = {word: part for part, words in LABELS.items() for word in words}
_WORD: Final = "|".join(re.escape(word) for word in sorted(_PART_OF, key=len, reverse=True))
# the folded text has narrow marks; a label begins a word, and 10:30 or http:// is none
_LABEL: Final = re.compile(rf"(?<![^\s,;.!?()\[\]\"“”…])(?P<word>{_WORD}) {{0,2}}:(?!//) {{0,8}}")


def find_label(folded: str, start: int, end: int) -> tuple[PartKind, int, int] | None:
    """The next label in ``folded[start:end]``: its part, where it begins, and where its words begin."""
    found = _LABEL.search(folded, start, end)
    return (_PART_OF[found["word"]], found.start(), found.end()) if found else None


def label_word(part: PartKind, language: str) -> str:
    """The word that is written for a part, in a language: 异议, objection."""
    chinese = language == "zh"
    return next(word for word in LABELS[part] if word.isascii() != chinese)


def labels(language: str) -> list[str]:
    """The words that can be offered for every part, in a language."""
    return [label_word(part, language) for part in LABELS]
