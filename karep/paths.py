"""Where karep's files live: the only module that knows.

``KAREP_HOME`` puts everything below one folder (a USB stick, a test); otherwise each file goes where the
platform keeps files of its kind.
"""

import os
from pathlib import Path

APP = "karep"


def _folder(kind: str) -> Path:
    home = os.environ.get("KAREP_HOME")
    if home:
        return Path(home).expanduser() / kind
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")(APP, appauthor=False))


def default_store() -> Path:
    """The store that opens when none is named: ``KAREP_STORE``, else ``karep.db`` in the data folder."""
    named = os.environ.get("KAREP_STORE")
    return Path(named).expanduser() if named else _folder("data") / "karep.db"


def settings_file() -> Path:
    """The rep's settings, a TOML file that may be edited by hand."""
    return _folder("config") / "settings.toml"


def playbook_folder() -> Path:
    """Where a rep's or a company's own playbook cards go."""
    return _folder("config") / "playbook"


def template_folder() -> Path:
    """Where a company's own templates of reports go; it need not be there."""
    return _folder("config") / "templates"


def backup_folder(store: Path) -> Path:
    """Where the backups of `store` go: outside its own folder, one folder a store.

    The name carries a short digest of the full path, so that two stores of one name never share backups.
    """
    from hashlib import sha256

    resolved = store.expanduser().resolve()
    digest = sha256(str(resolved).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return _folder("state") / "backups" / f"{resolved.stem}-{digest}"


def log_file() -> Path:
    """The log of errors: kinds and places of failures, never the content of a record."""
    return _folder("log") / "karep.log"


def export_folder() -> Path:
    """Where exports go when no file is named: the folder that the rep is in."""
    return Path.cwd()


def documents_folder() -> Path:
    """Where a rep keeps documents; it need not be there."""
    if os.environ.get("KAREP_HOME"):
        return _folder("documents")
    import platformdirs

    return Path(platformdirs.user_documents_dir())


def make_private(folder: Path) -> Path:
    """Create `folder` and its missing parents readable by their owner alone; return it."""
    missing = [folder, *folder.parents]
    for path in reversed([one for one in missing if not one.exists()]):
        path.mkdir(mode=0o700, exist_ok=True)
    return folder


def device_file() -> Path:
    """Where the id of this device is kept; it stays behind when a store is copied to another laptop."""
    return _folder("state") / "device"


def own_days_file() -> Path:
    """The days that the rep or the company added to the festivals, a TOML file that is written by hand."""
    return _folder("config") / "days.toml"


def rest_days_file() -> Path:
    """Free days and make-up working days that the rep knows better than the library."""
    return _folder("config") / "holidays.csv"


def cache_folder() -> Path:
    """Where what was computed once is kept; it may vanish at any time."""
    return _folder("cache")
