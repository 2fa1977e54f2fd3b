"""What tests of the writers share: the XML of a written file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.samples.reports import form_of


@pytest.fixture(scope="session")
def form():
    return form_of()


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of a package by name."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def xml_of(path: Path, name: str) -> etree._Element:
    """One part of a package, parsed."""
    return etree.fromstring(parts_of(path)[name])
