"""A child that wants the library: `open` and it holds it, saves and closes; else why not."""

from __future__ import annotations

import sys

from giadesk.core.errors import UserError
from giadesk.store import Library
from tests.store.sample import report

if __name__ == "__main__":
    sys.stdin.readline()  # all begin at once
    try:
        with Library.open(sys.argv[1]) as library:
            made = library.create(report(int(sys.argv[2])))
            print("open", made, flush=True)
            sys.stdin.readline()
    except UserError as error:
        print(type(error).__name__, getattr(error, "who", ""), flush=True)
