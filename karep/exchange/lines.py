"""Which rows of a sheet are not records: blank lines, totals and notices below, examples and instructions above."""

from __future__ import annotations

import re

from karep.exchange.values import plain
from karep.i18n import _

EXAMPLE_SEARCH = 3
"""Rows under the header among which instructions and examples are looked for."""

# Salesforce and spreadsheet exports; a row is one of these only when nothing else stands in it.
_NOTICE = re.compile(
    r"(?:grand )?totals?\s*\(\s*[\d,]+\s*records?\s*\)|confidential information\b"
    r"|copyright\s*(?:\(c\)|©).*(?:salesforce|rights reserved)"
    r"|(?:report )?generated (?:by|on|at)\b|exported (?:by|on|at)\b"
    r"|导出(?:人|时间|日期)|制表(?:人|时间|日期|单位)|以下空白|数据来源"
)
# These may also be names (a company called Total), so they count only with numbers beside them or at the very end.
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?\s*:?|(?:合计|总计|小计|共计|总和)\s*:?|共\s*\d+\s*(?:条|行|家|人|个).{0,4}"
)
_NUMBER = re.compile(r"[-+(]?[$¥￥€£]?\s*[\d][\d,.\s]*%?\)?")
_EXAMPLE = re.compile(
    r"[(\[【]?(?:示例|样例|范例|例如|例:|填写说明|填写示例|说明:|注意事项|填表说明|example\s*:|e\.g\.|sample row)"
)
_MARKERS = frozenset(
    ("必填", "选填", "非必填", "必填项", "选填项", "可选", "必须", "required", "optional", "文本", "日期", "数字")
)
# The first letters of every word above, so that most rows are passed without looking closer.
_FIRST = re.compile(r"\s*[gGtTsScCrReE合总小共导制以数]")


def may_be_footer(first: str) -> bool:
    """Tell quickly whether a row that begins with this cell deserves `footer_reason`."""
    return _FIRST.match(first) is not None


def footer_reason(cells: list[str]) -> tuple[str, bool]:
    """Look at a row's filled cells for a total or a notice.

    Returns:
        The reason to skip the row ('' for none), and whether it is certain wherever the row stands; when it is
        not, the row is skipped only if no record follows.
    """
    words = plain(cells[0][:300])
    if len(cells) == 1 and _NOTICE.match(words):
        return _("a line that the exporting program adds"), True
    if _TOTAL.fullmatch(words) and all(_NUMBER.fullmatch(cell.strip()) for cell in cells[1:]):
        return _("a total"), len(cells) > 1
    return "", False


def example_reason(cells: list[str]) -> str:
    """Return why a row just under the header is an instruction or an example, '' when it is a record."""
    words = [plain(cell[:300]) for cell in cells]
    if _EXAMPLE.match(words[0]) or words[0] == "example":
        return _("an instruction or an example")
    if all(word in _MARKERS for word in words):
        return _("says which columns are required")
    return ""
