"""What the tests of reading share: the shipped forms, and the folder of real reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from giadesk.core.forms import FormLibrary
from giadesk.places import shipped
from tests.samples.reports import corpus as corpus_folder


@pytest.fixture(scope="session")
def forms() -> FormLibrary:
    return FormLibrary(shipped("forms"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = corpus_folder()
    if not folder.is_dir():
        pytest.skip("the real reports of ../shared/corpus are not on this machine")
    return folder
