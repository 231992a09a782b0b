"""The language of a command, put over Typer's own words."""

import difflib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import typer
from typer.core import TyperGroup

from karep.i18n import N_, _

TYPER_WORDS: Final = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""The words that Typer puts into a help page, by which their translations are found."""

_FULL_STOPS: Final = re.compile(r"(?<=[，。；：、）])")


class Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Help pages whose headings are translated and whose Chinese is wrapped by the cells that it takes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, prefix if prefix is not None else _("Usage: "))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a heading and indent what follows."""
        with super().section(_(name)):
            yield

    def write_heading(self, heading: str) -> None:
        """Write the line above a list."""
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        if text.isascii():
            super().write_text(text)
            return
        for line in wrapped(text, self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of names, each with its text beside it."""
        shown = [(first, _text(second)) for first, second in rows]
        if all(text.isascii() for _first, text in shown):
            super().write_dl(shown, col_max, col_spacing)
            return
        indent = min(max(len(first) for first, _text in shown), col_max) + col_spacing
        for first, text in shown:
            lines = wrapped(text, max(self.width - indent - 2, 20))
            beside = len(first) <= indent - col_spacing
            margin = " " * self.current_indent
            self.write(margin + first + (" " * (indent - len(first)) + lines.pop(0) if beside and lines else "") + "\n")
            for line in lines:
                self.write(margin + " " * indent + line + "\n")


class Context(typer.Context):
    """The context of a command, with help pages of our own."""

    formatter_class = Formatter


class Commands(TyperGroup):
    """A group of commands that knows what was meant by a mistyped one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments begin with."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, self.commands, 2)
            hint = " " + _("Did you mean {names}?").format(names=", ".join(near)) if near else ""
            ctx.fail(_("There is no command {name}.").format(name=name) + hint)
        return super().resolve_command(ctx, args)


def put_on(command: Any) -> Any:
    """Translate the help of a command, of its options and of the commands below it; return it."""
    command.context_class = Context
    for one in (command, *command.params):
        one.help = _(one.help) if one.help else ""
    for below in getattr(command, "commands", {}).values():
        put_on(below)
    return command


def _text(text: str) -> str:
    translated = _(text)
    return translated.replace("[required]", _("[required]")).rstrip()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at blanks and after Chinese marks where that is possible."""
    from karep.cli.streams import cells

    lines, line = [], ""
    for piece in (part for word in re.split(r"(?<= )", text) for part in _FULL_STOPS.split(word)):
        if line and cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        for character in piece:
            if cells(line + character) > width:
                lines.append(line.rstrip())
                line = ""
            line += character
    return [*lines, line.rstrip()] if line.strip() else lines
