"""`giadesk`: the window where no command is given, else the command line."""

from __future__ import annotations

import sys

WINDOW_OPTIONS = ("--quit-after",)


def main() -> int:
    """Run GIADesk with the process's arguments. Returns the exit status."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0].partition("=")[0] in WINDOW_OPTIONS:
        from giadesk.app import main as window

        return window(arguments)
    from giadesk.cli import main as command

    return command(arguments)


if __name__ == "__main__":
    sys.exit(main())
