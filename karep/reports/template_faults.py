"""What goes wrong with a template, before a sentence is made of it."""

import jinja2


class TooMuch(jinja2.TemplateError):
    """A template makes more, or takes more steps, than it may."""


class TooLarge(TooMuch):
    """A template has too many pieces, or numbers that are too large; found before it is filled in."""

    def __init__(self, line: int) -> None:
        """In which line that is."""
        super().__init__()
        self.line = line


class TooLong(TooMuch):
    """What a template makes is longer than it may be."""


class Unknown(jinja2.TemplateError):
    """A template names something that is not there; the message is the name."""

    alone = False
    """Whether the name stands for itself, not for something of a value."""


class UnknownAlone(Unknown):
    """The same of a name that stands for itself."""

    alone = True


class Forbidden(jinja2.TemplateError):
    """A template asks for something that it may not have; the message is its name."""


class Nested(Forbidden):
    """A template writes a list or dictionary into another."""


class Refused(Forbidden):
    """The same, found before the template is filled in."""

    def __init__(self, name: str, line: int) -> None:
        """What is refused, and in which line it stands."""
        super().__init__(name)
        self.line = line


class Unfit(ValueError):
    """A filter of ours was given what it can do nothing with; the message is a translated sentence."""
