"""Small records: equal and hashed by their fields, told by name, replaced and copied like any dataclass."""

import copy
import pickle
from dataclasses import field, fields, replace

import pytest

from karep.frozen import frozen


@frozen
class Point:
    """Two numbers and a note that is nobody's business."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@frozen
class Place(Point):
    """A point with a name."""

    name: str = ""


@frozen
class Other:
    """The same fields."""

    x: int
    y: int = 0


def test_it_is_equal_and_hashed_by_what_it_compares() -> None:
    assert Point(1, 2, "a") == Point(1, 2, "b") != Point(1, 3)
    assert len({Point(1, 2, "a"), Point(1, 2, "b"), Point(2, 2)}) == 2
    assert Point(1, 2) != Other(1, 2) and Point(1) != Place(1) and Point(1) != (1, 0)


def test_it_is_a_dataclass_with_slots() -> None:
    assert [one.name for one in fields(Place)] == ["x", "y", "note", "name"]
    assert replace(Place(1, name="a"), y=5) == Place(1, 5, name="a")
    assert not hasattr(Point(1), "__dict__")
    with pytest.raises(AttributeError):
        Point(1).z = 3  # type: ignore[attr-defined]


def test_it_is_told_by_the_names_of_its_fields() -> None:
    assert repr(Place(1, note="secret", name="a")) == "Place(x=1, y=0, name='a')"


def test_it_is_copied_and_pickled() -> None:
    one = Place(1, 2, "n", "a")
    assert copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_what_cannot_be_hashed_is_not() -> None:
    with pytest.raises(TypeError):
        hash(Point([]))  # type: ignore[arg-type]
