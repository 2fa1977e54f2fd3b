"""What all tests share: the corpus of real reports beside the checkout, a home of their own."""

from __future__ import annotations

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
