"""Make resources/samples/bailu-2024.docx, last year's report of the invented town, from its YAML.

Run it when the sample's text or the layout changes; a test tells when the file is no longer true.
"""

from __future__ import annotations

from giadesk.core.forms import FormLibrary
from giadesk.exports.word import write_docx
from giadesk.places import shipped
from giadesk.sample import last_years_report, sample_docx

if __name__ == "__main__":
    form = FormLibrary(shipped("forms")).get("gia-2021")
    write_docx(last_years_report(form), form, sample_docx())
    print(sample_docx())
