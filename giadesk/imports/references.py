"""References of a .pdf that lead back to themselves: the library would follow them without end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ended_references() -> Iterator[None]:
    """While it lasts, a .pdf's references end at a thing, or ValueError is raised.

    The library resolves "3 0 R" until it is no reference, and has no place where to count; so its one
    look-up of objects is replaced. References inside packed objects are seen too.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdftypes import PDFObjRef

    look_up = PDFDocument.getobj

    def getobj(document: PDFDocument, number: int) -> object:
        thing, seen = look_up(document, number), {number}
        while isinstance(thing, PDFObjRef):
            if thing.objid in seen:
                raise ValueError(f"object {number} of the file leads back to itself")
            seen.add(thing.objid)
            thing = look_up(document, thing.objid)
        return thing

    PDFDocument.getobj = getobj  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        PDFDocument.getobj = look_up  # type: ignore[method-assign]
