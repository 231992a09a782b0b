"""Driving the app in tests: press keys, wait until everything is done, read the screen."""

import asyncio
import unicodedata
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Final

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


_QUIET: Final = 8
"""Rounds at rest one after the other that count: an answer that reads several times rests between its reads."""
_MOST: Final = 5000
"""Rounds of a millisecond and more; what is not at rest then never will be."""


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every message is answered, every worker and everything for the store is done, all is painted.

    It asks for that instead of sleeping until the processor is idle, as the pilot's own pauses do: it is several times
    quicker, and as sure on a machine that is busy with something else.
    """
    quiet = 0
    for _round in range(_MOST):
        await pilot.pause(0)
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
        await _store_is_done(pilot.app)
        await pilot.app._animator.wait_until_complete()
        quiet = 0 if _is_busy(pilot.app) else quiet + 1
        if quiet == _QUIET or pilot.app._exit:
            return
        if not quiet:
            await asyncio.sleep(0.001)
    raise AssertionError("the app never comes to rest")


async def _store_is_done(app: App[None]) -> None:
    """Wait for what was handed to the store and is awaited by nobody, such as drafts."""
    desk = getattr(app, "desk", None)
    if desk is not None and desk._store is not None:
        await asyncio.wait([asyncio.wrap_future(desk.submit(lambda store: None))])


def _is_busy(app: App[None]) -> bool:
    """Whether something waits to be answered or painted."""
    screen = app.screen
    unpainted = app._batch_count or screen._layout_required or screen._repaint_required or screen._dirty_widgets
    return bool(unpainted or len(app.workers)) or any(
        not one._message_queue.empty() for one in (app, *screen.walk_children(with_self=True))
    )


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, each fully answered; ``text:…`` is typed out, faster than it is answered."""
    for key in keys:
        for one in key.removeprefix("text:") if key.startswith("text:") else [key]:
            send(pilot, one)
        await settled(pilot)


def send(pilot: Pilot[None], key: str) -> None:
    """Send a key as a terminal does. The pilot's own `press` sleeps twice for each."""
    name = _character_to_key(key) if len(key) == 1 else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    event = events.Key(name, character)
    event.set_sender(pilot.app)
    pilot.app.post_message(event)


def shown(pilot: Pilot[None]) -> str:
    """The text on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
