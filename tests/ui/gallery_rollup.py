"""汇总 for the gallery and the sweep: nothing yet, the sums, a unit, what was refused, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from giadesk.core.report import Paragraph
from giadesk.exports.package import write_package
from giadesk.rollup.collect import Collection, collect
from giadesk.rollup.summary import add_up
from tests.samples.reports import full_report

if TYPE_CHECKING:
    from giadesk.core.forms import FormLibrary
    from giadesk.ui.flows import Flows
    from tests.ui.gallery import Shown, Town

UNITS = (
    "云岭县白鹭镇人民政府",
    "云岭县重石镇人民政府",
    "云岭县安乡人民政府",
    "云岭县人民路街道办事处",
    "云岭县农业农村局",
)
MISSING = ("云岭县红石镇", "云岭县青溪乡")
CELL = "applications/received/natural"


def hand_in(forms: FormLibrary, folder: Path, year: int = 2025) -> Path:
    """A folder with a package a unit, and a file that is none.

    The first unit's figures do not add up, and its text says another figure than its table.
    """
    form = forms.get("gia-2021")
    folder.mkdir(exist_ok=True)
    for number, unit in enumerate(UNITS):
        report = full_report(form, year=year, characters=900).with_about(unit=unit, title="")
        received = report.values[CELL]
        assert isinstance(received, Decimal)
        more = number * 3 if number else 1
        report = report.with_value(CELL, received + more)
        if not number:
            prose = report.section("overview")
            assert prose is not None
            told = Paragraph("全年收到政府信息公开申请9999件。")
            report = report.with_paragraphs(prose.id, (*prose.paragraphs, told))
        if number:
            carried = "applications/carried_out/natural"
            report = report.with_value(carried, Decimal(str(report.values[carried])) + more)
        write_package(report, form, folder / f"{number + 1}.gia")
    (folder / "补报.docx").write_bytes(b"PK no document")
    return folder


def collected(town: Town) -> Collection:
    """What the units of the town's county handed in."""
    folder = hand_in(town.desk.forms, town.folder / "各单位报送")
    return collect([folder], town.desk.forms)


def walk(town: Town, flows: Flows) -> Iterator[Shown]:
    """The page in every state."""
    from giadesk.ui.rollup_page import RollupPage
    from tests.ui.gallery import Shown, settle

    window = flows.window
    page = RollupPage()
    window.show_page(page)
    page.offer_again(2)
    settle()
    yield Shown("rollup-nothing", window)
    page.set_expected([*UNITS, *MISSING])
    page.show_summed(add_up(collected(town), "云岭县人民政府办公室"))
    assert page.view is not None
    page.view.go(CELL)
    settle()
    yield Shown("rollup-sums", window)
    page.view.parts.setCurrentIndex(1)
    settle()
    yield Shown("rollup-shares", window)
    for name, unit in (("unit", UNITS[0]), ("refused", "补报.docx"), ("missing", MISSING[0])):
        page.units.choose(unit)
        if name == "unit":
            assert page.view is not None
            page.view.findings.step(1)
        settle()
        yield Shown(f"rollup-{name}", window)
    window.show_page(window.start)
    window.drop_page(page)
