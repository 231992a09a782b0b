"""How large a file may be. Over a limit it is refused in words; reading never holds more than a part of it."""

MAX_CELL = 1_000_000
"""Characters in one cell."""

MAX_COLUMNS = 1_000

MAX_ROWS = 1_000_000

MAX_LINE = 4_000_000
"""Characters in one line of a text file."""

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

MAX_RATIO = 200
"""How many times larger than its file an unpacked part of a workbook may be, once it is over `SMALL_PART`."""

SMALL_PART = 8 * 1024 * 1024
"""Bytes under which a part's ratio does not matter."""

MAX_GRID = 20_000_000
"""Cells in the smallest rectangle that holds a sheet: the reader keeps all of them, empty ones too."""
