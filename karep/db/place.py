"""Where a store lies: folders that other programs copy behind its back, and disks of other computers.

A program that synchronises a folder copies the store in the middle of a change, and network file systems do not lock
reliably; both have spoilt databases of other programs.
"""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final

from karep.i18n import N_, _

_SYNCED: Final = (
    ("OneDrive", re.compile(r"(?i)onedrive(?:\s*-.*|-.*)?")),
    ("Dropbox", re.compile(r"(?i)dropbox(?:\s*\(.*\)|-.*)?")),
    ("iCloud", re.compile(r"(?i)icloud ?drive|com~apple~clouddocs|mobile documents|icloud")),
    ("坚果云 Nutstore", re.compile(r"(?i)nutstore(?: files)?(?:-.*)?|(?:我的)?坚果云")),
    ("Google Drive", re.compile(r"(?i)google ?drive(?:-.*)?|googledrive-.*|my drive|我的云端硬盘")),
    ("百度网盘", re.compile(r"(?i)baidusyncdisk|百度(?:网盘|云)(?:同步.*)?")),
    ("WPS 云盘", re.compile(r"(?i)wpsdrive|wps ?云盘")),
    ("Nextcloud", re.compile(r"(?i)nextcloud|owncloud")),
    ("Synology Drive", re.compile(r"(?i)synologydrive")),
    ("Box", re.compile(r"(?i)box sync|box-box")),
    ("pCloud", re.compile(r"(?i)pcloud(?:drive| drive| sync)")),
)
"""Names of synchronised folders, each program's own and those that macOS gives them under CloudStorage."""

_MARKS: Final = ((".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"))
"""Files and folders that a synchronising program leaves in the folder that it watches."""

_ENVIRONMENT: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")

_NETWORK: Final = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|afs|ncpfs|ceph|glusterfs|lustre|davfs|9p|drvfs"
    r"|fuse\.(?:sshfs|davfs2?|rclone|s3fs|glusterfs|gvfsd-fuse|smbnetfs)"
)
"""Kinds of file systems that lie on another computer, or, under WSL, on the Windows side."""

_NETWORK_NAME: Final = N_("a network disk")


def risk(path: Path) -> str | None:
    """A sentence for the rep when the store at `path` lies where it can be spoilt, or None."""
    whose = synchroniser(path) or (_(_NETWORK_NAME) if on_network(path) else None)
    if whose is None:
        return None
    sentence = _(
        "{path} lies on {whose}, which can spoil a store that is in use; keep it in an ordinary folder "
        "and let only copies made with karep backup -o FILE go there."
    )
    return sentence.format(path=path, whose=whose)


def synchroniser(path: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """The name of the program whose synchronised folder holds `path`, or None."""
    full = _resolved(path)
    for part in full.parts[:-1]:
        for name, pattern in _SYNCED:
            if pattern.fullmatch(part):
                return name
    for variable in _ENVIRONMENT:
        folder = environment.get(variable)
        if folder and full.is_relative_to(_resolved(Path(folder))):
            return "OneDrive"
    for folder_above in full.parents:
        for mark, name in _MARKS:
            if _exists(folder_above / mark):
                return name
    return None


def on_network(path: Path, mounts: str | None = None) -> bool:
    """Whether `path` lies on another computer's disk, as far as the platform tells.

    Args:
        path: The store.
        mounts: The text of ``/proc/self/mounts``; read from the system when left out.
    """
    full = _resolved(path)
    if sys.platform == "win32":
        return _windows_network(full)
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
        except OSError:
            return False
    found, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = PurePath(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1]))
        if full.is_relative_to(folder) and len(folder.parts) >= found:
            found, kind = len(folder.parts), fields[2]
    return _NETWORK.fullmatch(kind) is not None


def _windows_network(full: Path) -> bool:
    if full.drive.startswith("\\\\"):
        return True
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - it exists on Windows only
    return bool(kernel.GetDriveTypeW(full.drive + "\\") == 4)


def _resolved(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
