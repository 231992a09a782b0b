"""Keys that are made where the record is made: UUIDv7 ids, the hybrid logical clock, the name of this device."""

import os
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

_one_at_a_time = threading.Lock()
_last_milliseconds = 0
_sequence = 0


def new_id() -> str:
    """A UUIDv7 (RFC 9562): ids that this process makes later sort later, even when the clock was set back."""
    with _one_at_a_time:
        moment, sequence = _next_moment(time.time_ns() // 1_000_000)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    value = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | sequence << 64 | 0b10 << 62 | random
    return str(uuid.UUID(int=value))


def _next_moment(milliseconds: int) -> tuple[int, int]:
    """Unix time in milliseconds, and a number of 12 bits within it; together they only ever grow."""
    global _last_milliseconds, _sequence
    if milliseconds > _last_milliseconds:
        _last_milliseconds, _sequence = milliseconds, int.from_bytes(os.urandom(1), "big")
    elif _sequence == 0xFFF:
        _last_milliseconds, _sequence = _last_milliseconds + 1, 0
    else:
        _sequence += 1
    return _last_milliseconds, _sequence


def next_stamp(last: str, milliseconds: int, device: str) -> str:
    """The hybrid logical clock's next stamp: later than `last` even when the wall clock was set back.

    A stamp is ``<milliseconds, 12 hex digits>-<counter, 4 hex digits>-<device>`` and sorts as text.

    Args:
        last: The newest stamp of the journal, or an empty text.
        milliseconds: Unix time of the wall clock in milliseconds.
        device: The id of this device.
    """
    wall, counter = milliseconds, 0
    if last:
        last_wall, last_counter = int(last[:12], 16), int(last[13:17], 16)
        if last_wall >= wall:
            wall, counter = last_wall, last_counter + 1
            if counter > 0xFFFF:
                wall, counter = wall + 1, 0
    return f"{wall:012x}-{counter:04x}-{device}"


def device_id(file: Path) -> str:
    """The id of this device, read from `file` or made and written there once.

    Where it cannot be written it is a new one each time: a save must not fail for that.
    """
    try:
        known = file.read_text("ascii").strip()
        return str(uuid.UUID(known))
    except (OSError, ValueError):
        from karep.paths import make_private

        made = str(uuid.uuid4())
        with suppress(OSError):
            make_private(file.parent)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as target:
                target.write(made)
        return made
