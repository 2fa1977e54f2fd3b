"""The lines that a web page prints around an article: where one is, when and by whom it was put up.

They are known by their words, in the page itself and in a text that was copied from one.
"""

from __future__ import annotations

import re

from giadesk.core.blocks import Grid

CHROME = re.compile(
    r"(?:(?:发布|发表|成文|生成)(?:时间|日期|机构)|发文(?:日期|机关|机构|字号)|浏览(?:次数|量)|点击(?:数|次数)|访问(?:次数|量)"
    r"|字体[:：]|字号[:：]|字体大小|来源[:：]|作者[:：]|录入[:：]|信息来源|打印本页|【字体|【大中小】"
    r"|关闭(?:窗口|本页)|【打印】|【关闭】|分享[到至]|扫一扫|当前(?:所在)?位置|您(?:现在|当前)?(?:所在)?的?位置"
    r"|上一篇|下一篇|主办[:：]|主办单位|承办单位|长者版|关怀版|无障碍(?:阅读|浏览)?\s|无障碍\Z"
    r"|技术支持|备案号|ICP备|公网安备|版权所有|网站地图|网站标识码|设为首页|加入收藏|返回顶部"
    r"|索\s*引\s*号|备注/文号|体裁分类|主题分类|\A(?:名\s*称|标\s*题|主题词)\s*[:：]"
    r"|\A(?!附).{2,80}\.(?:pdf|docx?|wps|ofd|xlsx?|et)\s*\Z)"
)
_TIME = re.compile(r"(?:时间|日期)[:：]\s*20\d\d-\d\d?-\d\d?(?:\s+\d\d?:\d\d(?::\d\d)?)?\s*\Z")
_PATH = re.compile(r"\s*(?:首页|网站首页)\s*[>＞»/→]|[>＞»].*[>＞»]")
_MARK = re.compile(
    r"索\s*引\s*号|发文(?:日期|机关|机构|字号)|发布(?:机构|日期)|文\s*号|生成日期|主题(?:分类|词)|公开形式|有效性|关键词"
)
_LONGEST = 160


def is_chrome(text: str) -> bool:
    """Whether a line is the page's own, not the report's."""
    text = text.strip()
    if len(text) > _LONGEST or "。" in text:
        return False
    return bool(CHROME.search(text) or _TIME.search(text) or _PATH.search(text))


def is_page_table(grid: Grid) -> bool:
    """Whether a table holds what a site says of a page: index number, office, date."""
    texts = [c.text for c in grid.cells if c.text.strip()]
    marked = sum(bool(_MARK.search(t)) for t in texts if len(t) < 40)
    return marked >= 3 and marked * 4 >= len(texts)
