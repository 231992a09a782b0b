"""Regular expressions that are compiled when they are first used: a start that needs none of them waits for none."""

import re
from typing import Any, cast


class _Pattern:
    """Stands for a pattern until something is asked of it, and passes everything on to it from then on."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        for method in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, made when it is first used. A mistake in it is found only then.

    Args:
        source: The regular expression.
        flags: As `re.compile` takes them.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))
