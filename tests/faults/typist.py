"""A child that types into a library and says aloud what was acknowledged. Killed by its parent.

`python -m tests.faults.typist LIBRARY REPORT SEED`: prints `N REVISION` after each save returned.
"""

from __future__ import annotations

import random
import sys
from decimal import Decimal

from giadesk.core.report import Paragraph
from giadesk.store import Library


def main() -> None:
    path, report_id, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    chance = random.Random(seed)
    library = Library.open(path)
    report = library.load(report_id).report
    count = int(report.values.get("typist/count/n", Decimal(0)))
    while True:
        count += 1
        report = report.with_values(
            {
                "typist/count/n": Decimal(count),
                f"typist/cell{chance.randrange(40)}/n": Decimal(count),
            }
        )
        if chance.random() < 0.3:  # a paste over many cells, a paragraph grown
            report = report.with_values(
                {f"typist/pasted{n}/n": Decimal(count) for n in range(chance.randrange(1, 120))}
            )
            text = "字" * chance.randrange(3000)
            report = report.with_paragraphs("overview", [Paragraph(text + str(count))])
        revision = library.save(report_id, report)
        sys.stdout.write(f"{count} {revision}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
