"""Ids, stamps and the device's name: they order what happened whatever the clock says."""

import os
import threading
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.db import keys

DEVICE = "0" * 8


def test_ids_are_version_7_and_name_their_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_last_milliseconds", 0)
    monkeypatch.setattr(keys.time, "time_ns", lambda: 1_700_000_000_123_999_999)
    made = uuid.UUID(keys.new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == 1_700_000_000_123


def test_ids_grow_within_a_millisecond_and_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [2_000_000_000_000]
    monkeypatch.setattr(keys, "_last_milliseconds", 0)
    monkeypatch.setattr(keys.time, "time_ns", lambda: clock[0] * 1_000_000)
    made = [keys.new_id() for _ in range(10_000)]
    clock[0] -= 86_400_000
    made += [keys.new_id() for _ in range(10_000)]
    clock[0] += 2 * 86_400_000
    made += [keys.new_id()]
    assert made == sorted(set(made))


def test_ids_of_several_threads_are_all_different() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(keys.new_id() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


@given(st.lists(st.integers(0, 2**44), min_size=1, max_size=40))
def test_stamps_grow_whatever_the_clock_says(clock: list[int]) -> None:
    stamps = [""]
    for milliseconds in clock:
        stamps.append(keys.next_stamp(stamps[-1], milliseconds, DEVICE))
    assert stamps == sorted(set(stamps))
    assert {len(stamp) for stamp in stamps[1:]} == {12 + 1 + 4 + 1 + len(DEVICE)}


def test_a_full_counter_goes_over_into_the_clock() -> None:
    last = f"{5000:012x}-ffff-{DEVICE}"
    assert keys.next_stamp(last, 10, DEVICE) == f"{5001:012x}-0000-{DEVICE}"
    assert keys.next_stamp(last, 6000, DEVICE) == f"{6000:012x}-0000-{DEVICE}"


def test_the_device_keeps_its_name(tmp_path: Path) -> None:
    file = tmp_path / "state" / "device"
    name = keys.device_id(file)
    assert keys.device_id(file) == name == str(uuid.UUID(name))
    if os.name == "posix":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("rubbish", [b"", b"not an id", b"\xff\xfe\x00", b"../../etc/passwd"])
def test_a_spoilt_device_file_is_written_anew(tmp_path: Path, rubbish: bytes) -> None:
    file = tmp_path / "device"
    file.write_bytes(rubbish)
    name = keys.device_id(file)
    assert keys.device_id(file) == name == str(uuid.UUID(name))


def test_a_device_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    assert uuid.UUID(keys.device_id(tmp_path / "state" / "device"))
