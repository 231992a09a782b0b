"""The floor of every command: a Typer program that prints one line."""

from typing import Annotated

import typer

program = typer.Typer()


@program.command()
def hello(name: Annotated[str, typer.Option(help="Whom to greet.")] = "world") -> None:
    """Print one line."""
    typer.echo(f"hello {name}")


if __name__ == "__main__":
    program()
