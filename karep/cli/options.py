"""Options that several commands share, declared once so that they read the same everywhere."""

from typing import Annotated, Literal

import typer

from karep.i18n import N_

TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", metavar="text|json", help=N_("Text or JSON."))]
TextMdOrJson = Annotated[
    Literal["text", "md", "json"],
    typer.Option("--format", metavar="text|md|json", help=N_("Text, Markdown or JSON.")),
]
To = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help=N_("The file to write; - is standard output.")),
]
Force = Annotated[bool, typer.Option("--force", help=N_("Replace a file that is there already."))]
