"""The rule for records that are in the book already."""

from enum import StrEnum


class OnMatch(StrEnum):
    """What happens to the fields of a record that is in the book already."""

    FILL = "fill"
    """Empty fields are filled; what stands there stays."""
    OVERWRITE = "overwrite"
    """What the file says replaces what stands there; an empty cell replaces nothing."""
    KEEP = "keep"
    """Nothing of it is touched; only new records are stored."""
