"""The signs before what can be ticked on a deal: an item, an exit fact, a question, a signal."""

from typing import Final

TICKED: Final = "☑"
OPEN: Final = "☐"
SKIPPED: Final = "–"
"""It does not apply to the deal."""
