"""`giadesk`: the window where no command is given, else the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run GIADesk with the process's arguments. Returns the exit status.

    The window is started without the command line's modules: they are no part of the first paint.
    """
    arguments = sys.argv[1:]
    if not arguments:
        from giadesk.app import run_window

        return run_window([], None)
    if arguments[0] == "--quit-after" and arguments[1:] in (["paint"], ["usable"]):
        from giadesk.app import run_window

        return run_window([], arguments[1])
    if arguments[0] == "--read-worker":  # a frozen program starts itself to read a file apart
        from giadesk.imports.worker import main as read_worker

        return read_worker(arguments)
    from giadesk.cli import main as command

    return command(arguments)


if __name__ == "__main__":
    sys.exit(main())
