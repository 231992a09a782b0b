"""Driving the app in tests: press keys, wait until everything is done, read the screen."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every worker is done and everything is painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, each fully answered; a key of several letters that is no name is typed out."""
    for key in keys:
        typed = key.removeprefix("text:") if key.startswith("text:") else None
        await pilot.press(*(typed if typed is not None else [key]))
        await settled(pilot)


def shown(pilot: Pilot[None]) -> str:
    """The text on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
