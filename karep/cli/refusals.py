"""What goes wrong, as one sentence on standard error and an exit code; never a traceback."""

from typing import TYPE_CHECKING, Any, Final

from karep.cli.streams import complain
from karep.i18n import _

if TYPE_CHECKING:
    import typer

REFUSED: Final = 1
"""The exit code of a command that was refused."""


class Refusal(Exception):
    """Something that a command does not do; ``str(error)`` is a translated sentence with a next step."""


def answer(error: Exception) -> int:
    """Tell the rep what went wrong and return the exit code."""
    import typer

    if isinstance(error, typer.TyperException):
        return _misused(error)
    if isinstance(error, typer.Abort):
        complain(_("Stopped."))
        return REFUSED
    if isinstance(error, Refusal) or _is_sentence(error):
        complain(str(error))
        return REFUSED
    if isinstance(error, OSError) and error.filename is not None:
        complain(_("{path}: {reason}.").format(path=error.filename, reason=error.strerror or type(error).__name__))
        return REFUSED
    from karep.failures import record_failure

    log = record_failure(error)
    sentence = _("karep ran into a fault of its own ({kind}); nothing half-done was saved. What is known is in {log}")
    complain(sentence.format(kind=type(error).__name__, log=log))
    return REFUSED


def _is_sentence(error: Exception) -> bool:
    """Whether it is a refusal of one of the parts below, whose text is meant for the rep."""
    from karep.db.errors import StoreError
    from karep.exchange.errors import SheetRefused
    from karep.exchange.output import NotWritten

    return isinstance(error, (StoreError, SheetRefused, NotWritten))


def _misused(error: "typer.TyperException") -> int:
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        complain(error.format_message())
        return error.exit_code
    if context is not None:
        complain(context.get_usage())
    complain(_usage_sentence(error))
    if context is not None:
        complain(_("For help: {command} --help").format(command=context.command_path))
    return error.exit_code


def _usage_sentence(error: "typer.TyperException") -> str:
    """The sentence for a wrong usage in the language in use; Typer's own where it is one that nobody foresaw."""
    kind = type(error).__name__
    parameter: Any = getattr(error, "param", None)
    name = parameter.get_error_hint() if parameter is not None else ""
    if kind == "NoSuchOption":
        option: str = getattr(error, "option_name", "")
        near: Any = getattr(error, "possibilities", None)
        sentence = _("There is no option {option}.").format(option=option)
        return sentence + (" " + _("Did you mean {names}?").format(names=", ".join(sorted(near))) if near else "")
    if kind == "MissingParameter" and name:
        return _("{name} is missing.").format(name=name)
    if kind == "BadParameter" and name and (parameter.metavar or "").islower():
        return _("{name} takes one of: {values}.").format(name=name, values=parameter.metavar)
    if kind == "BadParameter" and name and type(error.__cause__).__name__ == "ValidationError":
        least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
        if least is not None and most is not None:
            return _("{name} must be a whole number from {least} to {most}.").format(name=name, least=least, most=most)
        return _("{name} must be a whole number.").format(name=name)
    if kind == "BadParameter" and name:
        return _("{name} does not take this value: {reason}").format(name=name, reason=error.message)
    if kind == "BadParameter":
        return error.message
    if kind == "BadOptionUsage":
        return _("The option {option} needs a value.").format(option=getattr(error, "option_name", ""))
    return error.format_message()
