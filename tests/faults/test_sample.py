"""A few faults of each way, so that the scripts of `make faults` stay alive; the figures come from there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .save_faults import Fault, inject, make_template


def can_trace() -> bool:
    """Whether strace is here and may look into other processes."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


@pytest.mark.parametrize(
    "fault",
    [Fault("pwrite64", "full", 30), Fault("fdatasync", "broken", 2), Fault("unlink", "killed", 2)],
    ids=lambda fault: f"{fault.call} {fault.kind}",
)
def test_nothing_acknowledged_is_lost(tmp_path: Path, fault: Fault) -> None:
    store = make_template(tmp_path)
    outcome = inject(fault, store, tmp_path / "strace.log", control=False)
    assert outcome.fired and outcome.verdicts == ()
    assert outcome.saved + outcome.refused == (1 if fault.kind == "killed" else 4)


def test_what_is_acknowledged_before_the_commit_is_found_lost(tmp_path: Path) -> None:
    store = make_template(tmp_path)
    outcome = inject(Fault("fdatasync", "killed", 1), store, tmp_path / "strace.log", control=True)
    assert outcome.fired and "lost" in outcome.verdicts
