"""The words of the program in the language of the rep.

English text is the key. Chinese comes from the catalogues ``zh/*.po``, one file an area, which
``scripts/words.py compile`` joins into the ``zh.mo`` that is read here. A test proves that every key has its
translation.
"""

import gettext as _gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "zh")
"""The languages that karep speaks; the first is the language of the keys."""

_language: str = "en"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
"""The language of a report that is being written in another one than the program's."""


@cache
def _catalogue_of(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    with (Path(__file__).parent / f"{language}.mo").open("rb") as compiled:
        return _gettext.GNUTranslations(compiled)


def use_language(language: str) -> None:
    """Make `language` the one that all later look-ups answer in.

    Raises:
        ValueError: If karep does not speak the language.
    """
    global _language
    _require(language)
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer look-ups in `language` meanwhile, in this thread and task alone: the rest of the program speaks its own.

    Raises:
        ValueError: If karep does not speak the language.
    """
    _require(language)
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def _require(language: str) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"karep does not speak {language!r}")


def language() -> str:
    """The language in use: ``en`` or ``zh``."""
    return _spoken.get() or _language


def system_language() -> str:
    """The language that the rep's computer is set to, or English when karep does not speak it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    try:
        name = locale.getlocale()[0] or ""
    except ValueError:
        name = ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _(message: str) -> str:
    """`message` in the language in use."""
    return _catalogue_of(language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a sentence that fits `number`, in the language in use."""
    return _catalogue_of(language()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """`message` where its English needs more than one translation, told apart by `context`."""
    return _catalogue_of(language()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a constant for translation; it is translated where it is shown."""
    return message
