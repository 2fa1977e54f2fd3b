"""What all tests share: the corpus of real reports beside the checkout, a home of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports; the test is skipped where it is absent."""
    if not _CORPUS.is_dir():
        pytest.skip(f"the corpus of real reports is not at {_CORPUS}")
    return _CORPUS


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the library, forms or settings of whoever runs the tests."""
    monkeypatch.setenv("GIADESK_HOME", str(tmp_path_factory.mktemp("home")))


def pytest_sessionfinish() -> None:
    """Empty the clipboard: the offscreen platform keeps what was copied until after Python has ended,
    and then the process dies of it. On a real screen the data goes with the application."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
