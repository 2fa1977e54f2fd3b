"""Children that work where space runs out: they say what was acknowledged, and what was refused.

`python -m tests.faults.filler` reads `[JOB, FOLDER, BYTES]` a line and forks a child for each; BYTES
limits the size of any file (0: no limit). It answers `[STATUS, SAID, TRACEBACK]`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from decimal import Decimal
from pathlib import Path

from giadesk.core.errors import UserError
from giadesk.core.report import Paragraph
from giadesk.store import Library
from giadesk.store.rescue import find_rescued, keep_rescue, keep_reserve
from giadesk.store.restoring import restore
from tests.store.sample import report


def say(*what: object) -> None:
    sys.stdout.write(" ".join(map(str, what)) + "\n")
    sys.stdout.flush()


def save(folder: Path) -> None:
    """Type until the disk is full, rescue what was typed then, make room, save."""
    keep_reserve(folder)
    library = Library.open(folder / "library.sqlite")
    report_id = library.create(report())
    now = report()
    for count in range(1, 400):
        text = Paragraph("字" * 2000 + str(count))
        now = now.with_value("a/b/c", Decimal(count)).with_paragraphs("overview", [text])
        try:
            library.save(report_id, now)
        except UserError as error:
            say("refused", error)
            keep_rescue(folder, report_id, now, 0, str(error), places=[folder / "rescue"])
            assert find_rescued(folder, [folder / "rescue"])[0].report == now
            say("rescued", count)
            return
        say("saved", count)


def make(folder: Path) -> None:
    """Make a library."""
    Library.open(folder / "library.sqlite").close()
    say("made")


def back_up(folder: Path) -> None:
    """Back a standing library up."""
    with Library.open(folder / "library.sqlite") as library:
        made = library.keep_backup()
        say("backed up" if made.path else "refused", *made.said)
        library.backup(folder / "hand.sqlite")
        say("backed up by hand")


def put_back(folder: Path) -> None:
    """Restore the newest backup."""
    with Library.open(folder / "library.sqlite") as library:
        backup = library.backups()[0].path
    restore(backup, folder / "library.sqlite")
    say("restored")


def migrate(folder: Path) -> None:
    """Open a library of the oldest schema."""
    Library.open(folder / "library.sqlite").close()
    say("migrated")


def export(folder: Path) -> None:
    """Write this year's files over last year's; the kind is told by what stands there."""
    from tests.faults.exporter import SUFFIX, write

    (old,) = folder.glob("报告.*")
    kind = {suffix: kind for kind, suffix in SUFFIX.items()}.get(old.suffix[1:], old.suffix[1:])
    write(kind, 2025, folder)
    say("exported")


def run(job: str, folder: Path, limit: int) -> None:
    """Do one job under the limit and say what was refused."""
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        globals()[job](folder)
    except UserError as error:
        say("refused", error)


def _in_a_child(job: str, folder: Path, limit: int) -> list[object]:
    """Run the job in a process of its own: its status, what it said, its traceback."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        pid = os.fork()
        if not pid:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            status = 1
            try:
                run(job, folder, limit)
                sys.stdout.flush()
                status = 0
            except BaseException:
                traceback.print_exc()
                sys.stderr.flush()
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        out.seek(0)
        err.seek(0)
        return [status, out.read(), err.read()]


def serve() -> None:
    """Load everything once; then a child for each line of standard input, answered by a line."""
    from tests.faults import exporter

    exporter.reports()
    import giadesk.exports.excel
    import giadesk.exports.pdf
    import giadesk.exports.word
    import giadesk.store.migrations.upgrade  # noqa: F401

    for line in sys.stdin:
        job, folder, limit = json.loads(line)
        say(json.dumps(_in_a_child(job, Path(folder), limit)))


if __name__ == "__main__":
    serve()
