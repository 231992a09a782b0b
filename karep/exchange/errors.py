"""Why a sheet as a whole is not read. Each error is one sentence for the rep, with the next step in it."""

from __future__ import annotations

from collections.abc import Sequence

from karep.frozen import frozen
from karep.i18n import _


class SheetRefused(Exception):
    """The file cannot be read as it is. ``str(error)`` is a translated sentence that says what to do."""


class SheetTooLarge(SheetRefused):
    """A cell, a row, the number of rows or the unpacked size is over the limit."""


class SheetUnreadable(SheetRefused):
    """The bytes are not what they claim to be, or belong to a program that karep does not read."""


class UnknownColumn(SheetRefused):
    """A ``--map`` instruction names a column or a field that does not exist."""


class NoNameColumn(SheetRefused):
    """No column holds the name of an account or a person, so nothing could be stored.

    ``columns`` are the header cells as they stand in the file.
    """

    def __init__(self, message: str, columns: Sequence[str] = ()) -> None:
        """Keep the sentence and the columns that were found."""
        super().__init__(message)
        self.columns = tuple(columns)


@frozen
class Candidate:
    """One encoding in which the file can be read without an error, and what it would then say."""

    encoding: str
    rows: tuple[tuple[str, ...], ...]
    """The first five rows, decoded with ``encoding`` and split into cells."""


class EncodingUndecided(SheetRefused):
    """The file is not UTF-8 and has no byte order mark: the rep must look and choose.

    ``candidates`` holds every encoding of a fixed list that fits the whole file; the order is not a finding.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Keep the candidates; the sentence names them."""
        self.candidates = tuple(candidates)
        names = ", ".join(candidate.encoding for candidate in self.candidates)
        super().__init__(
            _(
                "This file is not UTF-8 and does not say what it is; it can be read as {names}. "
                "Look at the rows shown and choose, for example: --encoding {first}"
            ).format(names=names, first=self.candidates[0].encoding)
        )


class DateOrderUndecided(SheetRefused):
    """Every date in the file can be read in more than one order (3/4/1985). ``examples`` are a few of them."""

    def __init__(self, column: str, examples: Sequence[tuple[int, str]]) -> None:
        """Keep the column's header and ``(line, text)`` examples."""
        self.column = column
        self.examples = tuple(examples)
        line, text = self.examples[0]
        super().__init__(
            _(
                "“{text}” in column “{column}”, line {line}, can be read in two ways and no other date in the "
                "file decides. Say which comes first: --dates dmy, --dates mdy or --dates ymd"
            ).format(text=text, column=column, line=line)
        )


class DateOrderConflict(SheetRefused):
    """Some dates can only be day first and others only month first. ``examples`` holds one of each."""

    def __init__(self, column: str, examples: Sequence[tuple[int, str]]) -> None:
        """Keep the column's header and one ``(line, text)`` of each order."""
        self.column = column
        self.examples = tuple(examples)
        (line, text), (other_line, other_text) = self.examples[:2]
        super().__init__(
            _(
                "“{text}” (line {line}) and “{other_text}” (line {other_line}) cannot both be dates in one order. "
                "Correct them in the file, or say which order holds: --dates dmy, --dates mdy or --dates ymd; "
                "dates that do not fit it are then kept as text"
            ).format(text=text, line=line, other_text=other_text, other_line=other_line)
        )
