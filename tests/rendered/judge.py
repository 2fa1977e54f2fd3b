"""Does a PDF keep its layout profile? For tests, and for what a person printed from Word or WPS:

    python -m tests.rendered.judge FILE.pdf [PROFILE]

Says what each page measures, then every fault with its page; exit status 1 where there is one. Only
the PDF is read, so it does not matter who made it. What a page does not show (a page without a full
line says nothing of 28 characters) is not judged.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from giadesk.exports.profile import Profile, load_profile
from tests.rendered.measure import HANGING, MM, Line, Page, pages_of

_BASELINE = 0.78  # of an exact line, from its upper edge (measured, layout.md 4)
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)(?P<rest>.+)")
_A4 = (210.0, 297.0)


def faults_of(pages: Sequence[Page], profile: Profile) -> list[str]:
    """Everything that misses the profile, each with its page; empty for a report that keeps it."""
    found = []
    for page in pages:
        found += [f"第{page.number}页：{fault}" for fault in _of_page(page, profile)]
    found += _of_numbers(pages, profile)
    found += _of_characters(pages, profile)
    for above, below in pairwise(pages):
        found += [f"第{below.number}页：{fault}" for fault in _of_break(above, below)]
    return found


def _of_page(page: Page, profile: Profile) -> Iterator[str]:
    if abs(page.width - _A4[0]) > 0.5 or abs(page.height - _A4[1]) > 0.5:
        yield f"纸张{page.width:.1f}×{page.height:.1f}毫米，不是竖向A4"
        return
    body = page.body
    if len(body) > profile.lines:
        yield f"正文{len(body)}行，多于{profile.lines}行"
    pitch = profile.line / 20
    gaps = [(b.baseline - a.baseline) * MM for a, b in pairwise(body)]
    near = [g for g in gaps if g < 1.6 * pitch]
    # a face that stands in for another sits a little higher or lower in its line
    if len(near) >= 5 and abs(median(near) - pitch) > 0.15:
        yield f"行距{median(near):.1f}磅，应为{pitch:.2f}磅"
    top = profile.page.top + _BASELINE * pitch / MM
    # LibreOffice centres a grid that does not fill the page
    rest = (profile.text_height - profile.lines * profile.line) / 20 / MM
    if len(body) >= profile.lines - 1 and body:
        if not -0.8 < body[0].baseline - top < rest / 2 + 0.8:
            yield f"首行基线{body[0].baseline:.2f}毫米，应为{top:.2f}毫米"
        # an empty line, as over a signature, is a line of the page too
        steps = max(round((body[-1].baseline - body[0].baseline) * MM / pitch), len(body) - 1)
        bottom = body[0].baseline + min(steps, profile.lines - 1) * pitch / MM
        if abs(body[-1].baseline - bottom) > 0.8:
            yield f"末行基线{body[-1].baseline:.2f}毫米，应为{bottom:.2f}毫米"
    yield from _of_margins(page, profile)
    for crossing in page.crossings():
        yield f"表格线穿过文字“{crossing}”"


def _of_margins(page: Page, profile: Profile) -> Iterator[str]:
    left, right = profile.page.left, page.width - profile.page.right
    for line in page.text_lines:
        if line.left < left - 0.4:
            yield f"“{line.text[:8]}”左边在{line.left:.1f}毫米，超出{left:.1f}毫米的页边"
        if line.right > right + 0.4:
            yield f"“{line.text[-8:]}”右边在{line.right:.1f}毫米，超出{right:.1f}毫米的页边"
    wide = [line for line in page.body if line.left < left + 1 and line.right > right - 3]
    if wide and profile.body.justify:
        edge = Counter(round(line.right, 1) for line in wide).most_common(1)[0][0]
        if right - edge > 0.8:
            yield f"满行的右边在{edge:.1f}毫米，应为{right:.1f}毫米"
    for a, b in page.table_edges:
        if a < left - 0.6 or b > right + 0.6:
            yield f"表格从{a:.1f}到{b:.1f}毫米，超出版心"


def _of_numbers(pages: Sequence[Page], profile: Profile) -> Iterator[str]:
    """Page numbers: on every page, counting on, on the outer side, the dash under the text."""
    look = profile.page_number
    if look.style == "none":
        return
    for page in pages:
        if page.footer is None:
            yield f"第{page.number}页：没有页码"
            continue
        wanted = "".join(look.pattern.replace("{n}", str(page.number)).split())
        if page.footer.text != wanted:
            yield f"第{page.number}页：页码是“{page.footer.text}”，应为“{wanted}”"
        yield from _of_number_s_place(page, page.footer, profile)


def _of_number_s_place(page: Page, footer: Line, profile: Profile) -> Iterator[str]:
    look = profile.page_number
    inset = look.inset * look.size / MM
    end = max(g["x1"] for g in footer.glyphs) / MM
    odd = look.style == "right" or (look.style == "mirrored" and page.number % 2 == 1)
    right = page.width - profile.page.right - inset
    left = profile.page.left + inset
    if look.style == "center":
        middle = (footer.left + end) / 2
        if abs(middle - (profile.page.left + page.width - profile.page.right) / 2) > 1:
            yield f"第{page.number}页：页码不居中"
    elif odd and abs(end - right) > 0.6:
        yield f"第{page.number}页：页码右边在{end:.1f}毫米，应为{right:.1f}毫米"
    elif not odd and abs(footer.left - left) > 0.6:
        yield f"第{page.number}页：页码左边在{footer.left:.1f}毫米，应为{left:.1f}毫米"
    # the dash stands about a third of the size over the baseline
    dash = footer.baseline - 0.33 * look.size / MM
    wanted = page.height - profile.page.bottom + look.below
    if abs(dash - wanted) > 1:
        yield f"第{page.number}页：一字线在版心下{dash - wanted + look.below:.1f}毫米，应为{look.below:g}毫米"


def _of_characters(pages: Sequence[Page], profile: Profile) -> Iterator[str]:
    """Characters on full lines of nothing but hanzi; a hanging mark at the end does not count."""
    counts: Counter[int] = Counter()
    for page in pages:
        for line in page.body:
            glyphs = list(line.glyphs)
            while glyphs and glyphs[-1]["text"] in HANGING:
                glyphs.pop()
            right = page.width - profile.page.right
            full = glyphs and max(g["x1"] for g in glyphs) / MM > right - 1
            if full and line.left < profile.page.left + 1 and all(map(_is_hanzi, glyphs)):
                counts[len(glyphs)] += 1
    if counts and max(counts) != profile.characters:
        yield f"满行{max(counts)}字，应为{profile.characters}字"


def _is_hanzi(glyph: dict[str, str]) -> bool:
    return "一" <= glyph["text"] <= "鿿"


def _of_break(above: Page, below: Page) -> Iterator[str]:
    """What a page break must not do: leave a heading behind, or a table without its heads."""
    if above.text_lines:
        last = above.text_lines[-1]
        number = _NUMBERED.match(last.text)
        alone = number and not above._in_table(last) and "。" not in last.text
        if alone and last.right < above.width - below._profile.page.right - 20:
            yield f"上页末行是标题“{last.text[:12]}”"
    if not (above.tables and below.tables):
        return
    old, new = above.tables[-1], below.tables[0]
    ends = above._in_table(above.text_lines[-1])
    begins = below._in_table(below.text_lines[0])
    if ends and begins and len(old[0]) == len(new[0]) and old[0] != new[0]:
        yield f"续表没有重复表头“{''.join(t or '' for t in old[0])[:12]}”"


def main(arguments: list[str]) -> int:
    """Print what each page measures, and every fault. 1 where there is one, 2 for wrong usage."""
    if not 1 <= len(arguments) <= 2:
        print("用法：python -m tests.rendered.judge 文件.pdf [版式]")
        return 2
    profile = load_profile(*arguments[1:2])
    pages = pages_of(Path(arguments[0]), profile)
    print(f"{profile.about.name}：{profile.yields}")
    for page in pages:
        body = page.body
        gaps = [(b.baseline - a.baseline) * MM for a, b in pairwise(body)]
        print(
            f"第{page.number}页：正文{len(body)}行"
            + (f"，行距{min(gaps):.2f}至{max(gaps):.2f}磅" if gaps else "")
            + (f"，首行基线{body[0].baseline:.2f}毫米" if body else "")
            + (f"，左{min(line.left for line in body):.2f}毫米" if body else "")
            + (f"，页码“{page.footer.text}”" if page.footer else "，无页码")
            + (f"，表格{len(page.tables)}张" if page.tables else "")
        )
    faults = faults_of(pages, profile)
    for fault in faults:
        print(f"不符　{fault}")
    print(f"共{len(pages)}页，不符{len(faults)}处")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
