"""`karep` as a process: exit codes, pipes, what a reading command imports, completion."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Book


def _karep(
    *arguments: object, home: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "karep", *map(str, arguments)],
        env={**os.environ, "KAREP_HOME": str(home), "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def test_exit_codes(book: Book, home: Path) -> None:
    assert _karep("--store", book.path, "history", home=home).returncode == 0
    assert _karep("--store", book.path, "history", "nobody", home=home).returncode == 1
    assert _karep("--nonsense", home=home).returncode == 2
    assert _karep("--store", book.path, home=home).returncode == 1


def test_output_into_a_pipe_has_no_colour_and_no_frames(book: Book, home: Path) -> None:
    for arguments in (("history", "华为"), ("check",), ("keys",), ("--help",), ("where",)):
        printed = _karep("--store", book.path, *arguments, home=home, environment={"FORCE_COLOR": "1"}).stdout
        assert printed and b"\x1b" not in printed
        assert not any("\u2500" <= character <= "\u257f" for character in printed.decode())


def test_an_ascii_console_is_enough(book: Book, home: Path) -> None:
    answer = _karep("--store", book.path, "history", home=home, environment={"PYTHONIOENCODING": "ascii"})
    assert answer.returncode == 0 and b"\\u534e" in answer.stdout


_READS = (
    *(["history"], ["history", "王建国"], ["where"], ["keys"], ["today"], ["week"], ["exports"], ["check"]),
    *(["export", "accounts"], ["export", "all"]),
)


def test_reading_imports_neither_models_nor_screens(book: Book, home: Path) -> None:
    script = f"""
import sys
from karep.cli import run
for command in {_READS!r}:
    assert run(["--store", {str(book.path)!r}, *command]) == 0, command
heavy = [name for name in ("sqlmodel", "sqlalchemy", "alembic", "textual", "rich") if name in sys.modules]
sys.exit(", ".join(heavy) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "KAREP_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of a shell")
@pytest.mark.parametrize("command", ["export all --journal", "keys", "--help"])
def test_a_reader_that_leaves_early(book: Book, home: Path, command: str) -> None:
    line = f"{sys.executable} -m karep --store '{book.path}' {command} | true"
    done = subprocess.run(
        ["sh", "-c", line], env={**os.environ, "KAREP_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_a_closed_pipe_is_no_failure(book: Book, home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "karep", "--store", str(book.path), "history"],
        env={**os.environ, "KAREP_HOME": str(home)},
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    _out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


def test_completion_offers_the_commands(home: Path) -> None:
    def complete(words: str) -> list[str]:
        place = str(len(words.split()) - 1)
        environment = {"_KAREP_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": place}
        return _karep(home=home, environment=environment).stdout.decode().split()

    assert complete("karep hi") == ["history"]
    assert set(complete("karep export a")) == {"accounts", "agenda", "all"}
    assert "--keep-edited" in complete("karep undo --k")
    assert complete("karep exports --l") == ["--last"]
    assert {"--month", "--quarter", "--year", "--lang", "--template", "--cite"} <= set(complete("karep week --"))
    assert complete("karep week --lang z") == ["zh"]


def test_the_completion_script_is_shown(home: Path) -> None:
    environment = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = _karep("--show-completion", "bash", home=home, environment=environment)
    assert shown.returncode == 0 and b"_KAREP_COMPLETE=complete_bash" in shown.stdout
