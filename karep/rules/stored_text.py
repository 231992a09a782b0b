"""Text as a store can hold it."""

from typing import Any


def clean_text(value: Any) -> Any:
    """`value` without what no store can hold: NUL becomes its picture, half a surrogate pair U+FFFD."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "␀") if "\0" in value else value
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
