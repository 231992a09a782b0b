"""Folders and disks on which a store is at risk."""

from pathlib import Path

import pytest

from karep.db.place import on_network, risk, synchroniser

MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n"
    "server:/home /home nfs4 rw 0 0\n"
    "/dev/sdb1 /home/local xfs rw 0 0\n"
    "//nas/share /mnt/my\\040share cifs rw 0 0\n"
    "rep@host: /mnt/ssh fuse.sshfs rw 0 0\n"
    "tmpfs /run tmpfs rw 0 0\nbroken line\n"
)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Acme GmbH", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-rep@example.com/My Drive", "Google Drive"),
        ("Nutstore Files/我的坚果云", "坚果云 Nutstore"),
        ("我的坚果云", "坚果云 Nutstore"),
        ("BaiduSyncdisk", "百度网盘"),
        ("Nextcloud/work", "Nextcloud"),
    ],
)
def test_folders_of_synchronising_programs(tmp_path: Path, folder: str, name: str) -> None:
    assert synchroniser(tmp_path / folder / "karep.db", {}) == name


@pytest.mark.parametrize("folder", ["Documents", "onedriver", "Box", "Drop box", "cloud", "坚果"])
def test_ordinary_folders(tmp_path: Path, folder: str) -> None:
    assert synchroniser(tmp_path / folder / "karep.db", {}) is None


def test_only_folders_count_not_the_file(tmp_path: Path) -> None:
    assert synchroniser(tmp_path / "OneDrive", {}) is None


def test_marks_and_environment(tmp_path: Path) -> None:
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    assert synchroniser(tmp_path / "shared" / "deep" / "karep.db", {}) == "Syncthing"
    assert synchroniser(tmp_path / "mine" / "karep.db", {"OneDriveCommercial": str(tmp_path / "mine")}) == "OneDrive"
    assert synchroniser(tmp_path / "mine" / "karep.db", {"OneDrive": ""}) is None


def test_a_link_into_a_synchronised_folder(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert synchroniser(tmp_path / "link" / "karep.db", {}) == "Dropbox"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/karep.db", False),
        ("/home/rep/karep.db", True),
        ("/home/local/karep.db", False),
        ("/mnt/my share/karep.db", True),
        ("/mnt/ssh/karep.db", True),
        ("/homes/karep.db", False),
    ],
)
def test_network_disks(path: str, expected: bool) -> None:
    assert on_network(Path(path), MOUNTS) is expected


def test_the_risk_is_a_sentence(tmp_path: Path) -> None:
    assert risk(tmp_path / "Documents" / "karep.db") is None
    sentence = risk(tmp_path / "Dropbox" / "karep.db")
    assert sentence is not None and "Dropbox" in sentence and "karep backup" in sentence
