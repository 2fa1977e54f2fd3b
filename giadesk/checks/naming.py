"""Where in a text a place's name stands in the own one's position, and what the name is.

A position is known by the words around it: 青石镇人民政府, 服务青石镇经济社会发展, 2024年，青石镇共收到.
Where the words say less, only a name is taken that a town of the country bears (townships.txt).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.counties import bare_counties, gazetteer
from giadesk.checks.data import lines_of
from giadesk.checks.reading import has_any

_SUFFIX = r"(?:街道|苏木|[市县区镇乡])"
_TOWN = r"(?:街道|苏木|[镇乡])"
HAN = r"[\u4e00-\u9fff]"
_TOWN_SIGNS = ("镇", "乡", "街道", "苏木")


class Position(NamedTuple):
    """A place in a sentence where the office's own name, or a superior's, belongs.

    pattern: its group `run` ends where the name does. signs, sign: without one of these words, and
    without what this pattern finds, a text has no such place; most have none, and it is seen fast.
    exact: the run begins where the name does. alone: a clause begins with the run, so that it is the
    name and nothing else, but for the superiors before it. known: only a name that some place bears.
    listed: only a town that the country has, where the words around do not tell what one has to do with it.
    above: only a superior can stand there, or a partner of another region where one is told of.
    overseer: an office of the place acts itself, for whatever reason the words give.
    """

    pattern: re.Pattern[str]
    signs: tuple[str, ...]
    sign: re.Pattern[str] | None = None
    exact: bool = False
    alone: bool = False
    known: bool = False
    above: bool = False
    overseer: bool = False
    listed: bool = False

    def may_stand(self, text: str, *, has_town: bool) -> bool:
        """Whether the text has a sign of the position. has_town: whether it has one of a town."""
        signed = has_town if self.signs is _TOWN_SIGNS else has_any(text, self.signs)
        return signed and (self.sign is None or self.sign.search(text) is not None)


_OFFICE = Position(
    re.compile(
        rf"(?P<run>{HAN}{{2,7}}{_SUFFIX})(?=人民政府|(?<=[市县区])政府(?:网|信息公开)|政府(?![信网门办采投购工部机行职])|党委|党工委|街道办事处|办事处|党政办|党政综合|编制的|委(?=[、和的办]|办公室|书记)"
        r"|(?:20\d\d年度?)政府信息公开)"
    ),
    ("政府", "党", "办事处", "编制的", "委"),
    sign=re.compile(
        r"[市县区镇乡道木](?:人民政府|政府|党委|党工委|街道办事处|办事处|党政办|党政综合|编制的|委|20\d\d年)"
    ),
)
_HANDS_OUT = (
    r"(?:政府|政务)?信息公开(?:网|平台|专栏|栏|目录|指南|制度|机制|工作机制|工作制度|工作领导|领导小组|工作办公室"
    r"|办公室|情况统计表)|政务公开(?:网|栏|专栏|专区|办公室|工作领导|领导小组)|门户网站|政府网站?|板块|专栏"
    r"|(?:官方|政务)?(?:微信|微博|公众号)|政府办公?室?|综合办公?室?|办公室(?=联系|[（(])"
)
"""What an office of the name publishes in, or who there is to be asked."""
_PORTAL = Position(
    re.compile(rf"(?P<run>{HAN}{{2,7}}{_TOWN})(?={_HANDS_OUT})"),
    _TOWN_SIGNS,
    sign=re.compile(rf"[镇乡道木](?:{_HANDS_OUT})"),
)
_ITS_WELFARE = r"的?(?:政务环境|经济|社会|营商|高质量|发展|群众|人民群众|跨越|投资环境|又好又快)"
_SERVED = Position(
    re.compile(
        r"(?:服务(?:于)?|为|改善|促进|推动|推进|加快|助力|助推|优化|维护|支持|保障|建设|营造)"
        rf"(?P<run>{HAN}{{2,5}}?{_SUFFIX})(?={_ITS_WELFARE})"
    ),
    ("环境", "经济", "社会", "营商", "发展", "群众"),
    sign=re.compile(rf"[市县区镇乡道木](?<![我全本该各].){_ITS_WELFARE}"),
    exact=True,
)
"""Behind 服务, where a name ends where its suffix does."""
_DEEDS = (
    r"(?:共|累计|主动公开|未|没有|无[因依一]|收到|新收|受理|积极|认真|严格|坚持|高度重视|深入|按照|紧紧|紧扣|围绕|立足|全面|不断|继续|进一步"
    r"|始终|充分|切实|着力|加强|加大|强化|通过|政府信息公开|政务公开|根据|依据|依法|贯彻|落实|(?:主要|党政)?领导|特编制|现编制|将|20\d\d年"
    r"|在[^，。]{0,12}(?:区委|县委|市委|党委))"
)
_SUBJECT = Position(
    re.compile(
        rf"(?:^|[。；，：）)])\s*(?:20\d\d年度?以?来?[，,]?|全年|本年度?|今年)*+(?P<run>{HAN}{{2,12}}?{_TOWN})"
        rf"(?={_DEEDS})"
    ),
    _TOWN_SIGNS,
    sign=re.compile(rf"[镇乡道木]{_DEEDS}"),
    alone=True,
)
"""Whoever did what the report tells."""
_CREDITED = Position(
    re.compile(
        r"(?:树立|展示|展现|塑造|改善|提升|擦亮|优化|美化|增强|提高|开创|推动|推进|加强|促进|制约|影响|阻碍|妨碍|确保|保障|保证|规范|做好|抓好|开展|落实|夯实"
        r"|完善|健全|深化|强化|反映|体现|总结|回顾|梳理|助推|助力|带动|提振|检验|衡量)(?:起|了|着|好)?"
        rf"(?P<run>{HAN}{{1,5}}?{_SUFFIX})的?"
        r"(?=(?:良好|生态|水|空气|大气|人居|城乡|城市|政务|对外|新)*(?:环境|形象|面貌|知名度|美誉度|品牌)|[\u4e00-\u9fff]{2,6}系统|(?:基层)?(?:政务|政府信息|信息)公开)"
    ),
    ("镇", "县", "市", "区", "乡", "街道", "苏木"),
    sign=re.compile(
        r"[市县区镇乡道木](?<![我全本该各].)的?(?:良好|生态|水|空气|大气|人居|城乡|城市|政务|对外|新|环境|形象|面貌|知名|美誉|品牌|基层|政府信息|信息|[\u4e00-\u9fff]{2,6}系统)"
    ),
    exact=True,
    known=True,
)
"""Whose good name, or whose surroundings: 树立青石县教育系统的良好形象."""
_WISHED = (
    r"美丽|美好|秀美|富美|生态|幸福|和谐|平安|法治|富裕|富强|强盛|文明|现代化?|魅力|活力|实力|智慧|数字|绿色|繁荣|兴旺|健康|宜居|安宁|开放|兴业|创新"
    r"|诚信|阳光|清廉|廉洁|稳定|民主|团结|进步|品质"
)
"""What a place is to be."""
_HOPED_FOR = re.compile(
    rf"(?:{_WISHED})(?:[、的]?(?:{_WISHED}))*(?P<sort>[的、]?新|的?)(?P<run>[\u4e00-\u9fff]{{2,5}}?)"
    r"(?=[，。；、”！]|建设|高质量|发展|振兴|篇章|[作做][出贡]|贡献|添|增[光色添]|营造|提供|而|奠定|打下|注入|创造|经济|奋斗|努力|的(?:建设|发展|目标)|$)"
)
"""Whose future: 为建设富裕文明的新青石而努力, 助力平安青川建设."""
_ITS_GOOD = re.compile(
    r"(?:服务|助力|助推|推动|促进|加快|推进|建设|谱写|书写|为)(?P<run>[\u4e00-\u9fff]{2,5}?)"
    r"(?=经济社会|高质量(?:发展|建设)|转型(?:发展|升级)|跨越式?发展|全面振兴|乡村振兴|[作做]出?(?:更大|新的|应有的?|积极)*的?贡献|贡献力量|添砖加瓦|增光添彩)"
)
"""助力青川高质量发展."""
_MAY_BE_GOOD = re.compile(r"高质量|经济社会|贡献|转型|跨越|振兴|添[砖光]|增光")
_NO_SUPERIOR = (
    r"(?![^，。；]{0,16}(?:经验|做法|模式|协[作助查]|反馈|法院|检察|公安|线索|移[送交]|帮扶|援|帮助|对口|企业|公司|[居村]民|群众|专家|提出|申请|交[界叉]|互[查评检]|组成|接壤"
    r"|函|委托|商请|(?<!乡)镇|乡(?![镇村])|街道|[场院校]))"
)
_BEHIND_ORDER = "|".join(f"(?<=[按据照彻实行在受经入向]{HAN}{{{n}}})" for n in range(3, 10))
_ABOVE = Position(
    re.compile(
        rf"(?:(?P<order>按照?|根据|依据|依照|遵照|对照|贯彻|落实|执行)|在|接受|受|经|纳入|向)(?P<run>{HAN}{{2,12}}?[县市区旗州]){_NO_SUPERIOR}"
        r"(?(order)(?=[^，。；（(]{0,16}(?:要求|部署|安排|通知|精神|规定|统一|考核|标准|[印下]发|意见|方案|要点))"
        r"|(?=[^，。；（(]{0,16}(?:领导下|指导下|监督下|部署下|监督|考核|督[导查]|评[议比]|审[核查批]|统一|批准|报送|上报|汇报|绩效)))"
    ),
    ("县", "市", "区", "旗", "州"),
    sign=re.compile(rf"[县市区旗州](?:{_BEHIND_ORDER})(?![级直区])"),
    alone=True,
    known=True,
    above=True,
)
"""Who orders and examines what the office does is above it: 按照青石县政务公开办的要求."""
_OVERSEES = Position(
    re.compile(
        rf"(?P<run>{HAN}{{2,9}}[县市区旗州])(?=(?:政务公开|政府信息公开|信息公开)(?:工作)?(?:领导小组|办(?![事法理结件])|主管|联席))"
    ),
    ("公开",),
    sign=re.compile(r"[县市区旗州](?:政务|政府信息|信息)公开(?:工作)?(?:领导小组|办|主管|联席)"),
    known=True,
    overseer=True,
)
"""青石县政务公开领导小组, of which every office of the county speaks as its own."""
_SEATED = Position(
    re.compile(rf"地址[：:为是]?[^，。；]{{0,14}}?(?P<run>{HAN}{{2,7}}?{_TOWN})(?=驻地)"),
    ("驻地",),
    sign=re.compile(r"地址"),
)
_MADE_FOR = Position(
    re.compile(
        rf"为(?P<run>{HAN}{{1,5}}?{_SUFFIX})(?=打造|建设|创建|争创|加快|实现|贡献|[作做]出)"
    ),
    ("为",),
    sign=re.compile(r"[市县区镇乡道木](?:打造|建设|创建|争创|加快|实现|贡献|[作做]出)"),
    exact=True,
    known=True,
)
"""For whose future: 为青石县打造样板."""
_HOUSEHOLD = (
    r"人大|财政所|司法所|经发办|档案|便民服务|政务服务|综治|纪委|纪检|文化站|信息员|党建|党群"
)
_KEPT_BY = Position(
    re.compile(rf"[经在被受请报送归存于和](?P<run>{HAN}{{2,5}}?{_TOWN})(?={_HOUSEHOLD})"),
    _TOWN_SIGNS,
    sign=re.compile(rf"[镇乡道木](?:{_HOUSEHOLD})"),
    listed=True,
)
"""By whom something is kept or examined: 经青石镇人大审议."""
_POSITIONS = (
    _KEPT_BY,
    _OFFICE,
    _PORTAL,
    _SERVED,
    _SUBJECT,
    _CREDITED,
    _MADE_FOR,
    _ABOVE,
    _OVERSEES,
    _SEATED,
)

_PARTICLES = re.compile(
    r"^.*(?:[在与和及对由向为是的从到至请经据将把被给让同跟以并按受于了、]|^年度?|^度|政府|结合|维护|管理|负责|登录|登陆|成立|组建|调整|设立|召开|通过|根据|按照|接受|距离|[距离]|配合|联系|完善|健全|修订|编制|建立|更新|印发|依托|利用|加强|全国|各级|以来|包括|包含|另外|此外|同时|其中|我[镇乡县区市]"
    r"|[省市州盟县区旗](?=.{2,}))"
)
_GENERIC = re.compile(
    r"(?:^|.*)(?:[全我本各该两此某小大中老新几多个]|城|乡|镇(?=街道)|村|集|古|重|名|强|县|郊|社|地|园|景|辖|片|山|校|街|开发|示范|试验"
    r"|实验|高新|保税|功能|矿|厂|专|特|市|都|上|超|股|楼|夜|各县|县级|地级|省辖|直辖|周边|其他|外|本地|基层|所辖)(?:街道|[市县区镇乡])$"
)
_SURNAMES = frozenset(
    "黄王李张刘陈杨赵周吴徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦邹孟熊秦邱江尹薛雷侯龙陶黎贺顾毛郝龚邵钱严戴莫孔汤"
)
_SETTLED = frozenset("村城集山街")
_HILLS = frozenset("山集")
_NO_HILLS = frozenset("小大新老沿靠各中")
"""Many a town's name ends so: 元山镇; 小集镇 names none."""
PARTS_OF_TOWNS = frozenset(
    ("城区", "郊区", "矿区", "市区", "东区", "西区", "县区", "园区", "辖区", "城镇")
)
"""Words for any town's quarters, though some districts bear them as names."""
"""Behind a surname a village's name (黄村乡), elsewhere no name at all (在村镇)."""
_NO_NAMES = frozenset(
    re.findall(
        "..",
        "学习上报上级下属下级主动交由代表以及优化会同位于依托依照促进保障修订做好全区全县全市公开关于"
        "其他出台制定加强加快助力助推区直协助协调印发县直参加发布召开各级同时向各听取围绕委托完善"
        "对接市直带动建立建设引领强化成为成立我们所属打造执行抓好报请报送指导按照授权接受推动推进"
        "开通开设开办开展注册申请运营运维升级改版关停"
        "提升提请提高撤销支持改善方便有关服从服务本级根据检查汇总深化由于监督相关督促移交立足紧扣"
        "明年来年后年前年上年下年当年次年历年近年往年连年逐年每月每季平时随后今后然后最后此后之后事后此前以前下步一步近期前期后期早期同期届时现在将来当前当时一直"
        "组织全年年内今年本年每年去年常年网站平台公众媒体经由结合统筹维护编制考核联合联系聚焦营造落实要求规范评议贯彻转交辖区送达通知通过遵照邀请配合陪同隶属响应遵循秉承",
    )
)
"""Two characters before 镇 or 市 that are no place's name: 结合镇党委的工作, 促进全县经济发展."""


class Run(NamedTuple):
    """Characters of a text that end with a place's name, and the position they stand in."""

    start: int
    end: int
    position: Position | None
    """None where nothing but a name that a town bears is known of them; they are the name."""


def runs_in(text: str) -> tuple[Run, ...]:
    """Where names of places stand in the own one's position; one end may be found twice."""
    found = [*_futures_in(text), *_sites_in(text)]
    if _MAY_NAME.search(text) is None:
        return tuple(found)
    has_town = has_any(text, _TOWN_SIGNS)
    placed = [
        Run(match.start("run"), match.end("run"), position)
        for position in _POSITIONS
        if position.may_stand(text, has_town=has_town)
        for match in position.pattern.finditer(text)
    ]
    return (*placed, *found, *_towns_in(text))


_MAY_NAME = re.compile(r"[市县区镇乡道木旗州](?<!我.)")
"""What every position and every town's name ends with; 我镇 is none."""


def _futures_in(text: str) -> list[Run]:
    """Places without 镇 or 县 whose good is wished for; towns only behind 新, counties anywhere."""
    found = []
    for match in _HOPED_FOR.finditer(text):
        name = match["run"]
        new = match["sort"].endswith("新")
        if name in bare_counties() or (
            new and len(name) < 4 and names_a_town(name) and name not in _NOTHING_NEW
        ):
            found.append(Run(match.start("run"), match.end("run"), None))
    found += [
        Run(match.start("run"), match.end("run"), None)
        for match in (_ITS_GOOD.finditer(text) if _MAY_BE_GOOD.search(text) else ())
        if match["run"] in bare_counties()
    ]
    return found


_SITES = ("网", "微信", "微博", "公众号")
_OF_SITE = re.compile(
    r"(?:通过|登[录陆]|利用|依托|关注|[在由和、])(?P<run>[\u4e00-\u9fff]{2,4})"
    r"(?:政府|政务|审计|教育|教体|人社|公安|司法|民政|财政|农[业林]|林业|水[利务]|交通|卫[生健计]|环[保境]|住建|规划|国土|气象|安监|应急|药监|工商"
    r"|质监|商务|旅游|文[化旅体]|体育|发改|科技|统计|税务|城管|市场监管|生态环境|农业农村|自然资源)(?:信息)?(?:公开)?$"
)


def _sites_in(text: str) -> Iterator[Run]:
    """Places whose office's site or channel is named as the own one: 通过宝鸡审计网站."""
    for site in _SITES:
        at = text.find(site)
        while at >= 0:
            start = max(0, at - 16)
            of = _OF_SITE.search(text[start:at])
            if of is not None and of["run"] in bare_counties():
                yield Run(start + of.start("run"), start + of.end("run"), None)
            at = text.find(site, at + 1)


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    """What towns are called, without 镇, 乡 or 街道, which change over the years."""
    return frozenset(_KIND.sub("", line) for line in lines_of("townships.txt"))


_NOTHING_NEW = frozenset(
    re.findall("..", "城镇高地江南胜利港城山城古城滨海江湾南城北城明珠花园乐园田园青年水乡农场")
)
"""What else may be new, though a town is called so."""
_KIND = re.compile(r"(?:街道|[镇乡])$")
_TOWN_ENDS = re.compile(
    r"(?:街道|镇|乡(?!镇))(?!镇(?![长党政])|[村级域区情乡属亲音愁土贤风间里街道路籍、]|派出所|卫生院|境内|交界|[中小]学|合并|等|(?:生态)?(?:移民|搬迁|安置|灾民|灾区)"
    r"|[与和及同][\u4e00-\u9fff]{2,4}[镇乡街])"
)
_NO_END = frozenset("我全本各该乡村城名建古集镇")
"""Before 镇, 乡 or 街道 these make no name: 我镇, 各乡, 乡镇."""
_TOWN_BEGINS = re.compile(
    r"(?:^|[^\u4e00-\u9fff、]|[由向为是对将把以据按使的年度]|实现|展现|健全|完善|编制|公布|发布|公开|建立|成立|制定|提高|提升|加强|推进|推动|促进"
    r"|联系|维护|更新|展示|围绕|结合|根据|按照|通过|依托|利用|登录|关注|汇总"
    r"|做好|开展|深化|规范|抓好|强化|落实|实施|印发|下发|出台|修订|涵盖|包括|包含|下载|查询|访问|进入|打造|关于)$"
)
_SERVES = re.compile(r"(?:政务|便民|党群)服务|政务公开|(?:政府)?信息公开")
"""In what an office keeps there is nothing to visit: 在青石镇政务服务中心设立专区."""
_BEFORE_WORK = re.compile(
    r"(?:在|[约响碍保证现映结顾理][了着]|制约|影响|阻碍|妨碍|确保|保障|保证|开展|夯实|体现|反映|总结|回顾|梳理|强化|优化|带动|助推|检验|衡量)$"
)
"""What is done to an office's work, or comes of it: 制约了青石镇政府信息公开水平的提升."""
_COMMON = frozenset(
    (
        "工业园",
        "工业区",
        "创业园",
        *re.findall(
            "..",
            "发展地方人民文化市场工业农业旅游建设中心民族计划资源工程建筑统一先进合作公民劳动土地交通安全联合民主重新健康留下平等创新更新平台幸福集体电力公安友好迎接兴建繁荣"
            "民众公平和谐创业大众城区平安龙头开通发放安定园林联络新兴致富革新高尚向上富裕振兴招商高新合力起步民生新政生机民意敬业矿区文明美丽卫生生态重点特色试点示范数字智慧"
            "法治绿色新建改建服务保障落实规范推进宣传培训管理监督组织领导上述以下所在沿线周围附近郊区",
        ),
    )
)
"""Words that some town is called by and that 镇, 乡 or 街道 follow in prose without naming one."""


def _towns_in(text: str) -> Iterator[Run]:
    """Names that towns bear, where something begins with them: 健全完善青石镇信息公开工作机制."""
    for match in _TOWN_ENDS.finditer(text):
        if text[match.start() - 1] in _NO_END:
            continue
        for length in (4, 3, 2):
            start = match.start() - length
            body = text[max(0, start) : match.start()]
            if len(body) < length or body not in _towns():
                continue
            before = text[max(0, start - 2) : start]
            begins = _TOWN_BEGINS.search(before) or (
                _BEFORE_WORK.search(before) and _SERVES.match(text, match.end())
            )
            if begins and names_a_town(body):
                yield Run(start, match.end(), None)
            break


def _known_town(run: str) -> str | None:
    """The name of a town that the run ends with, where nothing before tells where it begins."""
    if (kind := _KIND.search(run)) is None:
        return None
    for length in (4, 3, 2):
        start = kind.start() - length
        if start > 0 and names_a_town(run[start : kind.start()]):
            begins = run[start - 1] in "和与及在于站台请" or _TOWN_BEGINS.search(run[:start])
            return run[start:] if begins else None
    return None


def names_a_town(body: str) -> bool:
    """Whether some town is called so, without 镇 or 乡, and prose does not mean another thing by it."""
    return body in _towns() and not (body in _COMMON or body in _NO_NAMES or body[-1] == "村")


def name_in(run: str, *, exact: bool) -> str | None:
    """The place's name at the end of a run of characters; None where it cannot be told."""
    known = gazetteer()
    for length in range(min(len(run), 8), 1, -1):
        name = run[-length:]
        if name in PARTS_OF_TOWNS:
            return None
        if name in known and not (name[0] == "和" and length == 2 and run[-3:-2] not in ("", "市")):
            return name  # 县政府和县人民政府 tells of no 和县
    name = run if exact else _PARTICLES.sub("", run)
    suffix = 2 if name.endswith(("街道", "苏木")) else 1
    body = name[:-suffix]
    if not 2 <= len(body) <= (6 if name.endswith("苏木") else 3) or body[-2:] in _NO_NAMES:
        return None if exact else _known_town(run)
    if _GENERIC.match(name) and not (
        len(body) == 2 and body[0] in _SURNAMES and body[1] in _SETTLED
    ):
        is_hill = not exact and body[-1] in _HILLS and body[0] not in _NO_HILLS
        return _known_town(f"在{name}") if is_hill else None
    return name
