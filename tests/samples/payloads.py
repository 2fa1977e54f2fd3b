"""Texts that a careless writer would let become something else: formulas, markup, fields, paths."""

from __future__ import annotations

_FORMULAS = [
    f"{lead}{body}"
    for lead in ("=", "+", "-", "@", "\t=", "\r=", " =", "＝", "'=", '"=')
    for body in (
        "1+1",
        "cmd|'/c calc'!A1",
        'HYPERLINK("file:///etc/passwd","点这里")',
        "SUM(A1:A9)",
    )
]
_MARKUP = [
    "<script>alert(1)</script>",
    "</td></table><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "]]>",
    "<![CDATA[x]]>",
    "&lt;b&gt;",
    "&amp;",
    "&#60;script&#62;",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "</w:t></w:r></w:p>",
    "</is></c><c r='A1'><f>1+1</f></c>",
    "{{ title }}",
    "{% include 'x' %}",
    "${jndi:x}",
    '&C&"宋体"&D',
    "javascript:alert(1)",
    "#REF!",
    "#N/A",
    "TRUE",
    "1E5",
    "00123",
    "2025-01-01",
    "A\x00B\x1fC",
    "￼\u2028\u2029",
]
PAYLOADS = tuple(_FORMULAS + _MARKUP)
"""At least sixty texts; every writer must put each of them on paper as it stands."""
