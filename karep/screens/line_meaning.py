"""What a line that is being typed means: what every such line is understood as, and asking the store for it."""

import sqlite3
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from karep.rules.log_line.understood import AtHand, Candidate


class Meaning(Protocol):
    """What a line was understood as."""

    @property
    def text(self) -> str:
        """The line."""

    @property
    def account(self) -> Candidate | None:
        """Whom it is about."""


Read = TypeVar("Read", bound=Meaning)


def understand_if_wanted(
    connection: sqlite3.Connection,
    wanted: Callable[[], bool],
    understand: Callable[..., Read],
    text: str,
    given: AtHand,
    **asked: Any,
) -> Read | None:
    """What a line is understood as, unless other words were typed before its turn came."""
    return understand(connection, text, given, **asked) if wanted() else None
