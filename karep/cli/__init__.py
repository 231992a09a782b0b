"""The `karep` command: what was asked is parsed, done by the parts below, and printed. No rules and no SQL here."""

import gc
import os
import sys
from collections.abc import Sequence

from karep.cli import streams


def main() -> None:
    """Run `karep` with the arguments of this process and end it."""
    # a command lives for moments: looking for garbage among its freshly loaded modules costs a tenth of its time
    gc.set_threshold(100_000)
    # everything is written and closed then; taking hundreds of modules down one by one takes as long as a look-up
    os._exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run `karep` with `arguments`.

    Returns:
        0 when it is done, 1 when it was refused with one sentence on standard error, 2 when the usage was wrong.
    """
    streams.prepare()
    try:
        code = _run(list(arguments))
        streams.flush()
    except streams.ReaderGone:
        streams.abandon()
        code = 0
    return code


def _run(arguments: list[str]) -> int:
    from karep.cli import before, refusals

    try:
        before.choose_language(arguments)
        before.choose_tiers()
        call = before.app_call(arguments)
        if call is not None:
            from karep.cli.opening import open_app

            return open_app(call)
        from karep.cli.program import command

        answer = command().main(args=arguments, prog_name="karep", standalone_mode=False)
        return answer if isinstance(answer, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except streams.ReaderGone:
        raise
    except Exception as error:
        return refusals.answer(error)
