"""A list in sections for pages whose letters are actions: only arrows, page keys, home, end and enter move in it."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import SectionList


def _named_keys() -> list[BindingType]:
    """The list's own bindings without their letters."""
    return [
        replace(binding, key=binding.key.partition(",")[0])
        for binding in RowList.BINDINGS
        if isinstance(binding, Binding)
    ]


class ArrowList(SectionList, inherit_bindings=False):
    """A list in sections that leaves every letter to its page."""

    BINDINGS: ClassVar[list[BindingType]] = _named_keys()
