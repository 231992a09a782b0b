"""Every text field of every noun holds a hostile text, and every screen shows it: no crash, no escape, no action."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from karep.db.store import Store
from karep.rules.visible import one_line
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.form import Form
from karep.screens.objection_log import ObjectionDialog
from karep.screens.widgets.record_list import RecordList
from tests.hostile import OURS, fill, hostile_texts
from tests.ui.driving import Running, press, settled, shown

FORMS = ("N", "f", "p", "d", "g", "m", "o", "O", "C")


def _fill(path: Path, texts: list[str]) -> list[str]:
    with Store.open(path) as store, store.action("account.add", texts[0]) as change:
        return fill(change, texts)


def _is_harmless(text: str) -> bool:
    return not any(one in text for one in ("\x1b", "\x9b", "\x9d", "\u202e", "\x07", "\x00"))


async def test_every_place_shows_every_text(running: Running, store_path: Path) -> None:
    texts = hostile_texts()
    _fill(store_path, texts)
    async with running(start="accounts", size=(100, 60)) as pilot:
        assert len(pilot.app.screen.query_one(RecordList).ids) == len(texts)
        for _page in range(len(texts) // 55 + 1):
            assert _is_harmless(shown(pilot))
            await press(pilot, "pagedown")
        for place in ("1", "3", "4", "6"):
            await press(pilot, place)
            assert _is_harmless(shown(pilot))
            await press(pilot, "pagedown")
            assert _is_harmless(shown(pilot))


@pytest.mark.parametrize("part", range(4))
async def test_the_account_page_shows_it(running: Running, store_path: Path, part: int) -> None:
    texts = OURS[part::4]
    accounts = _fill(store_path, list(texts))
    async with running(start="accounts", size=(120, 40)) as pilot:
        for account, text in zip(accounts, texts, strict=True):
            places.open_account(pilot.app, account)  # type: ignore[arg-type]
            await settled(pilot)
            assert isinstance(pilot.app.screen, AccountScreen)
            written = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "␀")
            assert one_line(written)[:10].rstrip() in shown(pilot)
            assert _is_harmless(shown(pilot))
            await press(pilot, "h")
            assert _is_harmless(shown(pilot))
            await press(pilot, "escape", "escape")


async def test_every_form_and_dialog_shows_it(running: Running, store_path: Path) -> None:
    _fill(store_path, [f"{OURS[0]} {OURS[1]} {OURS[9]} {OURS[10]}"])
    async with running(start="accounts", size=(120, 40)) as pilot:
        await press(pilot, "enter")
        for _pane in range(4):
            await press(pilot, "e")
            assert _is_harmless(shown(pilot))
            await press(pilot, "escape", "tab")
        for key in FORMS:
            await press(pilot, key)
            if isinstance(pilot.app.screen, FollowUpBox | ObjectionDialog):
                assert _is_harmless(shown(pilot))
                await press(pilot, "ctrl+e")
                assert _is_harmless(shown(pilot))
            assert isinstance(pilot.app.screen, Form), key
            assert _is_harmless(shown(pilot))
            await press(pilot, "escape")
        await press(pilot, "x")
        assert _is_harmless(shown(pilot))
        await press(pilot, "u", "4", "enter")
        assert _is_harmless(shown(pilot))
        for keys in (("t",), ("tab",), ("escape", "g"), ("e",), ("escape", "F")):
            await press(pilot, *keys)
            assert _is_harmless(shown(pilot)), keys


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_no_escape_of_a_record_reaches_the_terminal(store_path: Path, home: Path) -> None:
    _fill(store_path, list(OURS))
    output = _in_a_terminal(store_path, [b"2", b"\r", b"\t", b"\t", b"\x1b", b"1", b"4", b"6"])
    for payload in (b"\x1b]52;", b"PWNED\x07", b"\xc2\x9b", b"\xc2\x9d", "\u202e".encode(), b"\x1b[2J\x1b[31mred"):
        assert payload not in output, payload
    assert "␛]52;".encode() in output


def _in_a_terminal(store: Path, keys: list[bytes], seconds: float = 20) -> bytes:
    """Everything that karep writes to a terminal of 80×24 while those keys are pressed, until it has quit."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "karep", "--store", str(store), "--today", "2026-11-21"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True)
    os.close(slave)
    output, waiting = b"", [*keys, b"\x11"]
    deadline, quiet = time.monotonic() + seconds, 0
    while process.poll() is None and time.monotonic() < deadline:
        if select.select([master], [], [], 0.25)[0]:
            try:
                output += os.read(master, 65536)
            except OSError:
                break
            quiet = 0
        elif output:
            quiet += 1
            if quiet >= 2 and waiting:
                os.write(master, waiting.pop(0))
                quiet = 0
    process.kill()
    process.wait()
    os.close(master)
    return output
