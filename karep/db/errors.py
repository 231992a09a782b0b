"""What the store refuses, each as one clear sentence with a next step.

The sentences are made where the error is raised, in the language in use; `str(error)` is what the rep reads.
"""

from pathlib import Path


class StoreError(Exception):
    """Something that the store cannot do, said in one sentence."""


class Refused(StoreError):
    """Values that a record may not hold.

    Attributes:
        noun: The noun that was to be written.
        field: The first field at fault, or an empty text when the fault is not one field's.
    """

    def __init__(self, sentence: str, *, noun: str = "", field: str = "") -> None:
        """Refuse `field` of `noun` with `sentence`."""
        super().__init__(sentence)
        self.noun = noun
        self.field = field


class NotFound(StoreError):
    """A record, action or file that is not there."""


class EditedSince(StoreError):
    """An undo that would overwrite later work.

    Attributes:
        names: The records that were edited after the action, by noun and id.
    """

    def __init__(self, sentence: str, names: list[tuple[str, str]]) -> None:
        """Refuse the undo because of the records in `names`."""
        super().__init__(sentence)
        self.names = names


class StoreTooNew(StoreError):
    """A store written by a later version of karep."""


class NotAStore(StoreError):
    """A file that is something else than a karep store."""


class StoreBroken(StoreError):
    """A store that does not open.

    Attributes:
        path: The file at fault.
    """

    def __init__(self, sentence: str, path: Path) -> None:
        """Say that the file at `path` is broken."""
        super().__init__(sentence)
        self.path = path


class StoreBusy(StoreError):
    """Another program held the store for too long."""
