"""The registry's actions as Textual bindings."""

import re
from typing import Any, Final

from textual.app import App
from textual.binding import Binding, BindingType

from karep.actions import action
from karep.i18n import _

_SHOWN = {"escape": "esc", "space": "␣", "delete": "del", "insert": "ins", "enter": "⏎"}
_FUNCTION: Final = re.compile("f[0-9]+")


def bindings(*action_ids: str) -> list[BindingType]:
    """Bindings for the actions with those ids; each is done by the method ``action_<area>_<verb>``."""
    return [_binding(one) for one in action_ids]


def _binding(action_id: str) -> Binding:
    one = action(action_id)
    return Binding(one.keys, one.method, one.words, id=one.id, tooltip=one.help, show=False)


def app_bindings(*action_ids: str) -> list[BindingType]:
    """Bindings by which a dialog or a field lets the app do what works everywhere; what can be typed is typed."""
    return [_app_binding(one) for one in action_ids]


def _app_binding(action_id: str) -> Binding:
    one = action(action_id)
    return Binding(one.keys, f"app.{one.method}", one.words, id=one.id, tooltip=one.help, show=False)


def screen_bindings(*action_ids: str) -> list[BindingType]:
    """Bindings by which a field lets its screen do what its own keys would take; what can be typed is typed."""
    return [_screen_binding(one) for one in action_ids]


def _screen_binding(action_id: str) -> Binding:
    one = action(action_id)
    return Binding(one.keys, f"screen.{one.method}", one.words, id=one.id, tooltip=one.help, show=False)


def key_shown(keys: str) -> str:
    """The first of several keys as footer and help show it."""
    first = keys.split(",")[0].strip() or ","
    return _SHOWN.get(first, first.upper() if _FUNCTION.fullmatch(first) else first.replace("ctrl+", "^"))


def spare_key(action_id: str, keymap: dict[str, str]) -> str:
    """The key of an action that works while something is typed: not a letter, where it has such a key."""
    one = action(action_id)
    keys = [key.strip() for key in keymap.get(one.id, one.keys).split(",")]
    return key_shown(next((key for key in keys if len(key) > 1), keys[0]))


def described(action_id: str, keymap: dict[str, str]) -> tuple[str, str, str]:
    """An action's key, words and help in the language in use, with the rep's own key when there is one."""
    one = action(action_id)
    return key_shown(keymap.get(one.id, one.keys)), _(one.words), _(one.help)


async def perform(app: App[Any], action_id: str) -> None:
    """Do an action without its key: the screen that is shown does its own, the app those that work everywhere."""
    method = action(action_id).method
    owner = app.screen if hasattr(app.screen, f"action_{method.partition('(')[0]}") else app
    await app.run_action(method, owner)
