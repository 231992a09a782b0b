"""Keys that are made where the record is made: UUIDv7 ids, the hybrid logical clock, the name of this device."""

import os
import time
import uuid
from pathlib import Path

_last_milliseconds = 0
_sequence = 0


def new_id(milliseconds: int | None = None) -> str:
    """A UUIDv7 (RFC 9562): ids made later sort later, also within one millisecond of this process.

    Args:
        milliseconds: Unix time in milliseconds; now when left out.
    """
    global _last_milliseconds, _sequence
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    if moment == _last_milliseconds:
        _sequence = (_sequence + 1) & 0xFFF
        if _sequence == 0:
            moment += 1
    else:
        _sequence = int.from_bytes(os.urandom(1), "big")
    _last_milliseconds = moment
    random = int.from_bytes(os.urandom(8), "big") >> 2
    value = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | _sequence << 64 | 0b10 << 62 | random
    return str(uuid.UUID(int=value))


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
    """The id of this device, read from `file` or made and written there once."""
    try:
        known = file.read_text("ascii").strip()
        return str(uuid.UUID(known))
    except (OSError, ValueError):
        from karep.paths import make_private

        made = str(uuid.uuid4())
        make_private(file.parent)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as target:
            target.write(made)
        return made
