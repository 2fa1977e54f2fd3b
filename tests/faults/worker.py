"""A child that works on a library and says aloud what was acknowledged. Killed by its parent.

`python -m tests.faults.worker JOB LIBRARY SEED`; each line it prints is a promise.
"""

from __future__ import annotations

import random
import shutil
import sys
from decimal import Decimal
from pathlib import Path

from giadesk.core.report import Paragraph
from giadesk.store import Library
from giadesk.store.mending import mend
from giadesk.store.restoring import restore
from tests.databases.make import FOLDER
from tests.store.sample import report


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def type_on(path: Path, chance: random.Random) -> None:
    """Type, paste, and back up now and then; says the number of each saved edit."""
    library = Library.open(path)
    entry = library.entries()[0]
    now = library.load(entry.id).report
    count = int(now.values.get("typist/count/n", Decimal(0)))
    while True:
        count += 1
        cell = f"typist/cell{chance.randrange(40)}/n"
        now = now.with_values({"typist/count/n": Decimal(count), cell: Decimal(count)})
        if chance.random() < 0.3:
            pasted = {f"p/r{n}/n": Decimal(count) for n in range(chance.randrange(1, 120))}
            text = Paragraph("字" * chance.randrange(3000) + str(count))
            now = now.with_values(pasted).with_paragraphs("overview", [text])
        library.save(entry.id, now)
        say(count)
        if count % 20 == 0:
            library.keep_backup()


def bring_in(path: Path, chance: random.Random) -> None:
    """Put new reports in, with last year's; says the id of each."""
    library = Library.open(path)
    while True:
        year = chance.randrange(2000, 3000)
        say(library.create(report(year), report(year - 1), "导入"))


def put_back(path: Path, chance: random.Random) -> None:
    """Restore the newest backup again and again."""
    while True:
        with Library.open(path) as library:
            backup = library.backups()[0].path
        restore(backup, path)
        say("restored")


def migrate(path: Path, chance: random.Random) -> None:
    """Bring the oldest schema up to date again and again, each time elsewhere."""
    for number in range(1000):
        old = path.parent / f"old-{number}" / "library.sqlite"
        old.parent.mkdir()
        shutil.copyfile(FOLDER / "schema-0001.sqlite", old.with_suffix(".copied"))
        old.with_suffix(".copied").rename(old)
        say(f"{number} begins")
        Library.open(old).close()


def repair(path: Path, chance: random.Random) -> None:
    """Mend what the parent damaged; says so."""
    say("begins")
    mend(path)
    say("mended")
    sys.stdin.readline()


_JOBS = {job.__name__: job for job in (type_on, bring_in, put_back, migrate, repair)}

if __name__ == "__main__":
    _JOBS[sys.argv[1]](Path(sys.argv[2]), random.Random(int(sys.argv[3])))
