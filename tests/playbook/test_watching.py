"""The look at the cards while the program runs."""

from pathlib import Path

from karep.playbook import watching
from karep.playbook.shelf import playbook
from karep.playbook.watching import Watch
from tests.playbook.conftest import objection, put


def test_it_tells_what_is_there_at_the_start_and_what_changes(own: Path) -> None:
    heard: list[bool] = []
    watch = Watch(heard.append)
    watch.stop()
    watch.run()
    assert heard == []
    put(own, "en/x.md", objection("o.x"))
    watch.run()
    assert heard == [False] and playbook("en").own == {"o.x"}
    watch.look()
    assert heard == [False]
    put(own, "en/y.md", objection("o.y"))
    watch.look()
    assert heard == [False, True] and playbook("en").own == {"o.x", "o.y"}


def test_without_a_folder_a_look_reads_nothing(home: Path, monkeypatch) -> None:
    playbook("en")
    monkeypatch.setattr("karep.playbook.shelf.read_playbook", lambda *_: 1 / 0)
    Watch(lambda changed: None).look()
    assert not home.exists()


def test_it_ends_when_it_is_told_to(monkeypatch) -> None:
    monkeypatch.setattr(watching, "EVERY", 600)
    watch = Watch(lambda changed: None)
    watch.start()
    watch.stop()
    watch.join(timeout=30)
    assert not watch.is_alive()
