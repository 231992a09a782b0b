"""Standard input and output, whatever they are: a terminal, a pipe that closes early, an old console, nothing."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, TextIO
from unicodedata import east_asian_width

from karep.rules.visible import visible


class ReaderGone(Exception):
    """Whoever read the output has stopped, as `head` does; nothing is wrong."""


def prepare() -> None:
    """Make writing safe: characters that the console cannot show are spelled out, missing streams lead nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - it stays open
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - it stays open


def say(text: str = "") -> None:
    """Print lines for the rep; nothing in them can act on the terminal."""
    _write(sys.stdout, visible(text) + "\n")


def complain(text: str) -> None:
    """Print a sentence on standard error; nothing in it can act on the terminal."""
    with suppress(ReaderGone):
        flush()
        _write(sys.stderr, visible(text) + "\n")


def say_json(value: object) -> None:
    """Print a value as JSON."""
    import json

    say_raw(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say_raw(text: str) -> None:
    """Print what another program reads: letter for letter into a pipe, made visible on a terminal."""
    _write(sys.stdout, visible(text) if is_terminal(sys.stdout) else text)


def raw_output() -> BinaryIO:
    """Standard output for bytes, after everything that was printed before."""
    flush()
    return sys.stdout.buffer


def flush() -> None:
    """Hand over everything that was printed.

    Raises:
        ReaderGone: If nobody reads it any more.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError as error:
            _silence(stream)
            raise ReaderGone from error
        except (OSError, ValueError):
            continue


def abandon() -> None:
    """Let what is still to be printed go nowhere: nobody reads it."""
    for stream in (sys.stdout, sys.stderr):
        _silence(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def ask(question: str) -> bool:
    """Ask a question that is answered with y or N; no answer is a no."""
    _write(sys.stdout, f"{visible(question)} [y/N] ")
    flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是", "好")


def columns(rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """Rows of texts as lines in which each column begins at the same cell; Chinese takes two cells a character."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        "".join(text + " " * (width + gap - cells(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except BrokenPipeError as error:
        _silence(stream)
        raise ReaderGone from error


def _silence(stream: TextIO) -> None:
    """Let what is left in the stream's buffer go nowhere, so that Python does not complain at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
