"""The words of the program in the language of the rep.

English text is the key. Chinese comes from the catalogues ``zh/*.po``, one file an area, which
``scripts/words.py compile`` joins into the ``zh.mo`` that is read here. A test proves that every key has its
translation.
"""

import gettext as _gettext
import locale
import os
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "zh")
"""The languages that karep speaks; the first is the language of the keys."""

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language: str = "en"


def use_language(language: str) -> None:
    """Make `language` the one that all later look-ups answer in.

    Raises:
        ValueError: If karep does not speak the language.
    """
    global _catalogue, _language
    if language not in LANGUAGES:
        raise ValueError(f"karep does not speak {language!r}")
    if language == "en":
        _catalogue = _gettext.NullTranslations()
    else:
        with (Path(__file__).parent / f"{language}.mo").open("rb") as compiled:
            _catalogue = _gettext.GNUTranslations(compiled)
    _language = language


def language() -> str:
    """The language in use: ``en`` or ``zh``."""
    return _language


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
    return _catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a sentence that fits `number`, in the language in use."""
    return _catalogue.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """`message` where its English needs more than one translation, told apart by `context`."""
    return _catalogue.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a constant for translation; it is translated where it is shown."""
    return message
