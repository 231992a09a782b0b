"""Keep the catalogues of words: ``words.py check`` lists what lacks a translation, ``compile`` writes ``zh.mo``.

Both read the marked texts out of the source, so a key can neither be forgotten nor outlive its use.
"""

import ast
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUES = PROJECT / "karep" / "i18n"
MARKERS = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1}
"""The functions that mark a text, and which of their arguments it is."""


def used_keys() -> dict[tuple[str | None, str], str]:
    """Every marked text of the source as ``(context, text)``, with the place of its first use.

    Read from the syntax tree, so that a text inside an f-string is found too.
    """
    found: dict[tuple[str | None, str], str] = {}
    for path in sorted((PROJECT / "karep").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                position = MARKERS[node.func.id]
                if len(texts) > position and texts[position]:
                    context = texts[0] if position else None
                    found.setdefault((context, texts[position]), f"{path.relative_to(PROJECT)}:{node.lineno}")
    return found


def chinese() -> Catalog:
    """All Chinese catalogues joined into one.

    Raises:
        ValueError: If two areas translate one key differently.
    """
    joined = Catalog(locale="zh_Hans_CN", charset="utf-8")
    for path in sorted((CATALOGUES / "zh").glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="zh_Hans_CN", charset="utf-8"):
                if not message.id:
                    continue
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                known = joined.get(key, message.context)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: {key!r} is {message.string!r} here, {known.string!r} elsewhere")
                joined.add(message.id, message.string, context=message.context)
    return joined


def compiled() -> bytes:
    """The binary catalogue that the program reads, the same bytes for the same words."""
    target = BytesIO()
    catalogue = chinese()
    catalogue.header_comment = ""
    plain = Catalog(locale="zh_Hans_CN", charset="utf-8", fuzzy=False)
    plain.creation_date = plain.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    for message in sorted((m for m in catalogue if m.id), key=lambda m: (str(m.context), str(m.id))):
        plain.add(message.id, message.string, context=message.context)
    write_mo(target, plain)
    return target.getvalue()


def problems() -> list[str]:
    """One sentence for each key without a translation, and for each translation without a key."""
    used = used_keys()
    catalogue = chinese()
    translated = {
        (message.context, message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in catalogue
        if message.id and all(message.string if isinstance(message.string, tuple) else (message.string,))
    }
    missing = [f"{place}: no Chinese for {key[1]!r}" for key, place in used.items() if key not in translated]
    unused = [f"no longer used: {key[1]!r}" for key in sorted(translated - set(used), key=str) if key[0] is None]
    return missing + unused


def main() -> int:
    """Run the subcommand named on the command line."""
    match sys.argv[1:]:
        case ["compile"]:
            (CATALOGUES / "zh.mo").write_bytes(compiled())
            return 0
        case ["check"]:
            found = problems()
            print("\n".join(found) or "every key has its translation")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main())
