"""What happens when we have a bug: a log without report text, a dialog, a diagnosis to hand on.

The log names types, modules and lines, never what the report says. An error's message may quote it,
in any script: of a message only common words are written down, the rest is masked; messages that
Python makes of names in our code keep these.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import re
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from giadesk import __version__

LIMIT = 512 * 1024
_NAMES_ONLY = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
"""Errors whose messages Python makes of names in the code, never of values."""
_COMMON = (
    "a after already an and any are argument arguments at attribute be byte bytes call can cannot"
    " character characters codec convert could dictionary decode deleted division does encode empty"
    " enough error exceeded expected failed file float for found from got has id in index int integer"
    " invalid is it iterable key length line list literal many maximum memory missing mode more must"
    " name no none not object of on only open or out pop position range read recursion required"
    " sequence set size start string substring than the to too tuple type unexpected unknown unpack"
    " value values was while with write wrong zero"
)
"""Words of Python's own messages."""
_WORDS = frozenset(_COMMON.split())
_log = logging.getLogger("giadesk")


class Crashes(QObject):
    """Takes every exception that nobody handled, from any thread."""

    happened = Signal(str)
    """A summary, on the window's thread."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = home / "logs"
        self._told: set[str] = set()
        self._native: IO[str] | None = None
        self._handler: logging.Handler | None = None
        self._previous: object = None

    def install(self) -> None:
        """Begin to watch and to write the log; without a place to write, only to watch."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            log = self.folder / "giadesk.log"
            native = self.folder / "crash.log"
            for each in (log, native):
                rotate(each)
            self._handler = logging.FileHandler(log, encoding="utf-8")
            self._handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
            _log.addHandler(self._handler)
            _log.setLevel(logging.INFO)
            self._native = native.open("a", encoding="utf-8")
            faulthandler.enable(self._native)
        _log.info("start %s, Python %s, Qt %s", __version__, platform.python_version(), qVersion())
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        self._previous = qInstallMessageHandler(_qt_message)

    def close(self) -> None:
        """Stop watching; the process ends or a test is over."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(self._previous)
        if self._handler is not None:
            _log.removeHandler(self._handler)
            self._handler.close()
        if self._native is not None:
            faulthandler.disable()
            self._native.close()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = describe(error)
        _log.error("unhandled\n%s", text)
        place = text.rsplit("\n", 2)[0]
        if place not in self._told:  # the same fault in every paint event is told once
            self._told.add(place)
            with suppress(RuntimeError):
                self.happened.emit(text)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)


def describe(error: BaseException) -> str:
    """Where and what, without the report's words."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-25:]]
    return "\n".join([*lines, f"{type(error).__name__}: {_message(error)}"])


def _message(error: BaseException) -> str:
    """An error's message without anything that could be the report's."""
    said = mask(str(error)[:300])
    if type(error) in _NAMES_ONLY:
        return said
    return re.sub(
        r"[^\s·:;,.()]+", lambda w: w[0] if w[0].lower() in _WORDS else "·" * len(w[0]), said
    )


def mask(text: str) -> str:
    """The text with digits and everything that is not ASCII masked."""
    return "".join("·" if c.isdigit() or ord(c) > 126 else c for c in text)


def rotate(log: Path, limit: int = LIMIT) -> None:
    """Put a log that has grown too large aside; one old one is kept."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".1.log"))


def write_diagnosis(folder: Path, target: Path) -> None:
    """导出诊断包: logs and versions in a zip, no report text. OSError where it cannot be written."""
    import zipfile

    from giadesk.places import replacing

    versions = (
        f"GIADesk {__version__}\nPython {sys.version}\nQt {qVersion()}\n{platform.platform()}\n"
    )
    with (
        replacing(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        package.writestr("versions.txt", versions)
        for log in sorted(folder.glob("*.log")):
            package.write(log, log.name)


class _Masked(logging.Formatter):
    def formatException(self, info: object) -> str:
        error = info[1] if isinstance(info, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    _log.log(level, "Qt %s", mask(message))


def _short(filename: str) -> str:
    parts = Path(filename).parts
    return "/".join(parts[-3:])
