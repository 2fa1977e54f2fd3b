"""`python -m tests.fuzz --mutants 200000 --reader docx html`: the long run, and its record.

Readers take turns, a few thousand mutants at a time, so that a run that is ended early has something of
each. The counts are kept in the folder of `--state`; a run with the same seed and the same readers' code
goes on where the last one ended. .xls needs LibreOffice for its seeds. `--one NUMBER` runs a single mutant again and shows what it raises.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import time
from hashlib import sha256
from pathlib import Path

from tests.fuzz.harness import MEMORY, TIME_LIMIT, Tally, keep, run_slice, tallies
from tests.fuzz.seeds import allow_office, from_office
from tests.fuzz.targets import TARGETS

_ROOT = Path(__file__).resolve().parents[2]
_BY_HAND = "<!-- What follows is written by hand and kept. -->"
_WHAT = {
    "docx": "Word documents",
    "xlsx": "workbooks",
    "html": "web pages",
    "txt": "text",
    "md": "Markdown",
    "flat": "tables that lost their lines",
    "mht": "web archives",
    "rtf": ".rtf, our own reader",
    "pdf": "PDF with text",
    "gia": "our packages",
    "doc": ".doc and .wps, our own reader",
    "xls": ".xls and .et",
    "blocks": "the recogniser",
}


def main() -> int:
    """Run what the command line asks for. Returns 0 where every mutant kept the promise."""
    options = _options()
    if options.seed != "quick":  # the tests' own seed, which does without
        allow_office()
    if options.one is not None:
        return _again(options)
    os.nice(options.nice)
    state = options.state / "tallies.json"
    options.state.mkdir(parents=True, exist_ok=True)
    program = _program()
    tallied = tallies(state, options.seed, program)
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    waiting = [n for n in options.reader if tallied[n].next < options.mutants]
    if "xls" in waiting and from_office("xlsx", "xls") is None:
        waiting.remove("xls")
    while waiting and time.monotonic() < until:
        for name in list(waiting):
            tally = tallied[name]
            stop = min(tally.next + options.slice, options.mutants)
            run_slice(TARGETS[name], options.seed, stop, tally, options.state / f"{name}.log")
            keep(state, options.seed, program, tallied)
            print(f"{name} {tally.next} failed {tally.failed}", flush=True)
            if tally.next >= options.mutants:
                waiting.remove(name)
            if time.monotonic() >= until:
                break
    text = _record(tallied, options.seed, program, options.mutants)
    print(text)
    if options.record:
        old = options.record.read_text("utf-8") if options.record.exists() else ""
        _, mark, by_hand = old.partition(_BY_HAND)
        options.record.write_text(text + mark + by_hand, "utf-8")
    return 1 if any(tallied[n].failed for n in options.reader) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=200_000, help="for each reader")
    parser.add_argument("--reader", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--seed", default="giadesk")
    parser.add_argument("--minutes", type=float, default=0, help="end after so long; 0: when done")
    parser.add_argument("--nice", type=int, default=10, help="priority: 19 is the lowest")
    parser.add_argument("--slice", type=int, default=4000, help="mutants of a reader in a row")
    parser.add_argument("--state", type=Path, default=_ROOT / "out" / "fuzz")
    parser.add_argument("--record", type=Path, help="write the table there (docs/fuzzing.md)")
    parser.add_argument("--one", type=int, help="run this mutant of the one reader named, here")
    return parser.parse_args()


def _again(options: argparse.Namespace) -> int:
    (name,) = options.reader
    made, chance = TARGETS[name].mutant(options.seed, options.one)
    if isinstance(made, bytes):
        options.state.mkdir(parents=True, exist_ok=True)
        path = options.state / f"{name}-{options.one}"
        path.write_bytes(made)
        print(f"{len(made)} bytes in {path}")
    else:
        print(made)
    print(TARGETS[name].run(made, chance))
    return 0


def _program() -> str:
    """A name for the code that is judged: what reads, and what a report is."""
    digest = sha256()
    for room in ("imports", "core"):
        for path in sorted((_ROOT / "giadesk" / room).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _record(tallied: dict[str, Tally], seed: str, program: str, wanted: int) -> str:
    lines = [
        "# Fuzzing: what damaged and hostile files do",
        "",
        "Made by `make fuzz` (`python -m tests.fuzz`), not by hand. Every mutant is drawn from the seed and its number:",
        "`python -m tests.fuzz --reader docx --one 4711` makes it again. Seeds are invented documents only (tests/fuzz/seeds.py).",
        "",
        f"- Date: {datetime.datetime.now(datetime.UTC).date().isoformat()}; seed `{seed}`; code `{program}` "
        "(digest of giadesk/imports and giadesk/core).",
        f"- Python {platform.python_version()}, {platform.system()}; one core, shared with other work.",
        f"- Limits for one mutant: {TIME_LIMIT:.0f} s of processor time, {MEMORY >> 20} MB of address space.",
        "- Passed: a document or report in which nothing of the body has vanished, or a refusal that says what, why and what "
        "to do. Everything else is failed: any other exception, a death of the process, a hang, memory beyond the limit, a "
        "character of the body that is nowhere.",
        "",
        "| Reader | Mutants | Read | Report | Refused | Ended | Failed | Per second | Worst time | Most memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, tally in tallied.items():
        rate = tally.next / tally.seconds if tally.seconds else 0
        lines.append(
            f"| {name} ({_WHAT[name]}) | {tally.next:,} | {tally.read:,} | {tally.report:,} | {tally.refused:,} "
            f"| {tally.ended:,} | {tally.failed:,} | {rate:,.0f} | {tally.worst:.2f} s | {tally.peak // 1024} MB |"
        )
    short = [f"{n} ({t.next:,})" for n, t in tallied.items() if t.next < wanted]
    lines += [
        "",
        "“Read” counts documents that a reader gave; of these one in eight went on to the recogniser and counts as “report”. "
        "“Ended” counts deaths of the worker in libraries that are not ours (xlsx, xls, pdf): the program reads these in a process of "
        "its own, whose death its caller turns into a refusal. Memory is the resident size of the worker, libraries included.",
        "The vanishing of characters is checked in the readers of docx, txt, md and doc against a second, simpler reading, "
        "and in the recogniser for everything that reaches it; xlsx, html, pdf and xls are checked from their blocks onwards.",
        "",
    ]
    if short:
        lines += [f"Fewer than {wanted:,} mutants: " + ", ".join(short) + ".", ""]
    failures = [(n, f) for n, t in tallied.items() for f in t.failures.values()]
    if failures:
        lines += [
            "## What failed",
            "",
            "| Reader | What | Where | Times | First |",
            "|---|---|---|--:|---|",
        ]
        for name, failure in sorted(failures, key=lambda x: -x[1].count):
            first = ", ".join(map(str, failure.numbers[:3]))
            lines.append(
                f"| {name} | {failure.kind} | {failure.where} | {failure.count} | {first} |"
            )
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
