"""``python -m karep``: the same program as the ``karep`` command."""

from karep.cli import main

if __name__ == "__main__":
    main()
