"""The whole path without a screen: `giadesk demo`, and `giadesk selftest`, on the sample town.

Both call what the window and the other commands call; nothing here reads or writes by itself.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from giadesk import __version__
from giadesk.core.errors import StorageFailed
from giadesk.core.forms import FormLibrary
from giadesk.exports import Kind, write_report
from giadesk.imports.package import Package
from giadesk.places import could_not_write, own_forms, shipped
from giadesk.sample import filled, sample_docx


def make_report(forms: FormLibrary) -> tuple[Package, int, int]:
    """This year's finished report of the sample town, from last year's .docx.

    Returns it with last year's, the count of figures and of `must` findings.
    """
    from giadesk.checks.run import check_report
    from giadesk.core.carry import draft_from
    from giadesk.core.totals import figures_of
    from giadesk.imports import open_report

    last = open_report(sample_docx(), forms)
    form = forms.for_year(2025)
    report = filled(draft_from(last.report, last.form, form, 2025), form)
    findings = check_report(report, form, last.report, last.form)
    for finding in findings:
        print(f"　审核：{finding.message}")
    must = sum(f.severity == "must" for f in findings)
    figures = len(figures_of(report, form))
    return Package(report, form, last.report, last.form), figures, must


def demo(options: argparse.Namespace) -> int:
    """Make this year's report of the sample town and export it into the folder.

    Returns 0, or 1 where `must` findings exist. StorageFailed where the folder cannot be written.
    """
    folder: Path = options.output
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise could_not_write(folder, error) from error
    forms = FormLibrary(shipped("forms"), own_forms())
    print(f"示例乡镇：读入去年的报告 {sample_docx().name}，编写今年的草稿并填报")
    package, figures, must = make_report(forms)
    print(f"　数据 {figures}/{len(package.form.indicators)}，强制性审核 {must} 条")
    stem = f"{package.report.unit}{package.report.year}年政府信息公开工作年度报告"
    kinds: tuple[tuple[Kind, str], ...] = (("docx", "docx"), ("xlsx", "xlsx"), ("package", "gia"))
    for kind, suffix in kinds:
        target = folder / f"{stem}.{suffix}"
        _write(kind, package, target)
        print(f"　已导出 {target}（{target.stat().st_size // 1024} KB）")
    picture = folder / f"{stem}.png"
    _picture(package, picture)
    print(f"　窗口画面 {picture}（{picture.stat().st_size // 1024} KB）")
    return 1 if must else 0


def _write(kind: Kind, package: Package, target: Path) -> None:
    write_report(
        kind,
        package.report,
        package.form,
        target,
        last=package.last,
        last_form=package.last_form,
    )


def _picture(package: Package, target: Path) -> None:
    """The report page of the real window, drawn without a screen, as a PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # the platform without a screen warns of what it cannot do; nobody can act on that
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from giadesk.app import picture_of

    if not picture_of(package.report, package.form, package.last, target):
        raise StorageFailed(f"无法写入“{target}”", "画面没有存成", "请换一个位置")


def selftest(_options: argparse.Namespace) -> int:
    """Say the versions, make the sample report, check it, export it and read it back.

    Returns 0 where all is well, 4 where a step failed.
    """
    from giadesk.imports import open_report

    print(f"GIADesk {__version__}　Python {platform.python_version()}　{platform.platform()}")
    for name in ("PySide6-Essentials", "SQLAlchemy", "python-docx", "openpyxl", "lxml"):
        print(f"　{name} {version(name)}")
    forms = FormLibrary(shipped("forms"), own_forms())
    print(f"　表式：{'、'.join(f.id for f in forms.all())}")
    for name, error in forms.broken.items():
        print(f"　表式 {name} 有错误：{error}", file=sys.stderr)
    _say_fonts()
    package, figures, must = make_report(forms)
    faults = (
        [] if not must and figures == len(package.form.indicators) else ["示例报告没有通过审核"]
    )
    from giadesk.core.interchange import report_to_json

    def content(report_package: Package) -> dict[str, object]:
        data = report_to_json(report_package.report, report_package.form)
        return {c["id"]: c["value"] for c in data["cells"]}

    with tempfile.TemporaryDirectory() as folder:
        kinds: tuple[Kind, ...] = ("docx", "xlsx")
        for kind in kinds:
            target = Path(folder) / f"自检.{kind}"
            _write(kind, package, target)
            read = open_report(target, forms)
            same = content(Package(read.report, read.form)) == content(package)
            print(f"　导出再读回 .{kind}：{'一致' if same else '不一致'}")
            if not same:
                faults.append(f".{kind} 读回不一致")
    print("自检通过" if not faults else f"自检发现问题：{'；'.join(faults)}")
    return 4 if faults else 0


def _say_fonts() -> None:
    """Which of the faces the official layout asks for this machine has."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    families = set(QFontDatabase.families())
    wanted = {
        "仿宋": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"),
        "楷体": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti"),
        "黑体": ("黑体", "SimHei"),
        "小标宋": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    }
    for role, names in wanted.items():
        found = next((n for n in names if n in families), "")
        print(f"　字体 {role}：{found or '本机没有，文件中仍写标准名称，由打开它的电脑显示'}")
    del application
