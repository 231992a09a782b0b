"""Joining names and addresses that a file gives in parts, each in the order of its own language."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Chinese, Japanese and Korean are written family name first and without a blank.
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")


def is_eastern(text: str) -> bool:
    """Tell whether the text has a Chinese, Japanese or Korean character."""
    return not text.isascii() and _EASTERN.search(text) is not None


def join_name(first: str, middle: str, last: str) -> str:
    """Join the parts of a name: 曾 + 国藩 is 曾国藩, John + Quincy + Adams is John Quincy Adams."""
    if is_eastern(last) or (not last and is_eastern(first)):
        return last + middle + first
    return " ".join(part for part in (first, middle, last) if part)


def join_address(parts: Mapping[str, str]) -> str:
    """Join an address: large to small without blanks in Chinese, small to large with commas otherwise.

    Args:
        parts: any of country, region, city, district, street, street2, postal_code.
    """
    if len(parts) == 1:
        return next(iter(parts.values()))
    if any(is_eastern(text) for text in parts.values()):
        large_first = [parts.get(name, "") for name in ("country", "region", "city", "district", "street", "street2")]
        whole = _without_repeats(large_first)
        code = parts.get("postal_code", "")
        return f"{whole} {code}".strip() if code else whole
    area = " ".join(filter(None, (parts.get("region", ""), parts.get("postal_code", ""))))
    small_first = [parts.get(name, "") for name in ("street", "street2", "district", "city")]
    return ", ".join(text for text in (*small_first, area, parts.get("country", "")) if text)


def _without_repeats(texts: list[str]) -> str:
    """Join, leaving out a part with which the next one begins anyway (广东省 + 广东省深圳市)."""
    whole = ""
    for text, after in zip(texts, [*texts[1:], ""], strict=True):
        if text and not (after and after.startswith(text)):
            whole += text
    return whole
