"""The command line: the window's own functions for offices with many reports, and for measuring.

Exit status: 0 done; 1 done, and `must` findings exist; 2 wrong usage; 3 the input cannot be read or
is refused; 4 the disk or the library failed. Never a traceback.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from giadesk import __version__
from giadesk.commands import checking, exporting, forms, library, reports
from giadesk.core.errors import UsageError, UserError
from giadesk.places import could_not_write, home


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        status = run(options)
        sys.stdout.flush()
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        # the reader of our output went away (giadesk forms | head): nothing left to tell anybody
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print("已中止。未完成的文件没有写入。", file=sys.stderr)
        return 4
    except OSError as error:
        path = Path(str(error.filename or "标准输出"))
        print(could_not_write(path, error), file=sys.stderr)
        return 4
    except Exception as error:
        print(_own_fault(error), file=sys.stderr)
        return 4
    return status


def _own_fault(error: Exception) -> str:
    """One line for a bug of ours; the details go to a log file that holds no report text."""
    import traceback

    place = ""
    try:
        log = home() / "logs" / "command.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_tb(error.__traceback__, file=file)
            file.write(f"{type(error).__name__}\n")
        place = f"详情记录在 {log}，"
    except OSError:
        pass
    return f"程序内部错误：{type(error).__name__}。{place}输入的文件没有改动，请告知开发者。"


class _Parser(argparse.ArgumentParser):
    """argparse that says what is wrong in Chinese, on one line."""

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _ARGPARSE:
            if match := re.search(pattern, message):
                message = match.expand(chinese)
                break
        raise UsageError("命令用法不对", message, f"用 {self.prog} --help 查看用法")


_ARGPARSE = (
    (r"argument (.+?): invalid choice: (\S+) \(choose from (.+)\)", r"\1没有 \2，可用 \3"),
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (.+?): expected (?:at least )?one argument", r"\1 后面要有一个值"),
    (r"argument (.+?): invalid int value: (.+)", r"\1应为整数，不是 \2"),
)
"""What argparse says, and how we say it."""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="giadesk", description="政府信息公开工作年度报告填报与审核")
    parser.add_argument("--version", action="version", version=f"GIADesk {__version__}")
    parser.add_argument(
        "--quit-after", choices=["paint", "usable"], help="打开窗口，到这一步即退出（用于测量）"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    one = command("import", reports.import_, "读入一份报告")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--form", metavar="表式")
    one.add_argument("--year", type=int, metavar="年份")
    one.add_argument("--unit", metavar="单位")
    one.add_argument("--json", action="store_true")
    one.add_argument("-o", "--output", type=Path, metavar="OUT.gia")

    one = command("new", reports.new, "用去年的报告编写今年的")
    one.add_argument("--from", dest="source", type=Path, required=True, metavar="文件")
    one.add_argument("--year", type=int, required=True, metavar="年份")
    one.add_argument("--form", metavar="表式")
    one.add_argument("-o", "--output", type=Path, metavar="OUT.gia")

    one = command("set", reports.set_, "按编号填数")
    one.add_argument("file", type=Path, metavar="REPORT.gia")
    one.add_argument("values", nargs="+", metavar="编号=值")

    one = command("check", checking.check, "审核")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--previous", type=Path, metavar="文件")
    one.add_argument(
        "--off", nargs="+", metavar="代码", help="关闭这些提示；不写时按本单位资料的设置"
    )
    one.add_argument("--json", action="store_true")

    exporting.add_options(command("export", exporting.export, "导出"))

    one = command("compare", checking.compare, "与去年比较：重复率和变动")
    one.add_argument("this", type=Path, metavar="今年")
    one.add_argument("last", type=Path, metavar="去年")
    one.add_argument("--json", action="store_true")

    one = command("rollup", _rollup, "汇总各单位的报告")
    one.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    one.add_argument("-o", "--output", type=Path, metavar="汇总.xlsx")
    one.add_argument("--previous", type=Path, action="append", default=[], metavar="文件夹")
    one.add_argument("--expected", type=Path, metavar="名单.txt", help="下属单位名单，一行一个")
    one.add_argument("--unit", default="汇总", metavar="单位", help="汇总单位的名称")
    one.add_argument("--json", action="store_true")

    one = command("forms", forms.forms, "已有的表式，一个表式的指标和编号")
    one.add_argument("id", nargs="?", metavar="表式")
    one.add_argument("--check", type=Path, metavar="文件", help="检查一个表式文件")

    one = command("library", library.library, "报告库")
    one.add_argument("action", choices=["list", "search", "backup", "restore", "check"])
    one.add_argument("words", nargs="*", metavar="词或文件")

    one = command("demo", _demo, "用示例乡镇走一遍全过程，不需要屏幕")
    one.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="文件夹")

    command("selftest", _selftest, "自检：版本、字体，编一份报告，审核、导出、读回")
    return parser


def _rollup(options: argparse.Namespace) -> int:
    from giadesk.commands.rollup import rollup

    return rollup(options)


def _demo(options: argparse.Namespace) -> int:
    from giadesk.commands.demo import demo

    return demo(options)


def _selftest(options: argparse.Namespace) -> int:
    from giadesk.commands.demo import selftest

    return selftest(options)
