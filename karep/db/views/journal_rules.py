"""What views read out of the journal, in SQL; the action is called ``c`` in it."""

from typing import Final

IMPORTED: Final = "(c.kind LIKE '%import%' OR c.kind = 'demo.make')"
"""Whether an action brought records from a file or made the sample book: they are older than their rows."""
