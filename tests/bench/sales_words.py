"""Made-up companies, people and notes in two languages, as varied as real ones; the same in every run.

A note is about 57 characters long, mixed as reps write: sales words, names, products, numbers, dates, phones, and
between them a long tail of characters and words that come up once in a while.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator


def _listed(text: str, between: str = " ") -> list[str]:
    return text.split(between)


CITIES = _listed(
    "北京 上海 深圳 广州 重庆 成都 杭州 苏州 无锡 宁波 青岛 大连 厦门 长沙 武汉 西安 郑州 合肥 佛山 东莞 "
    "天津 南京 济南 沈阳 昆明 常州 温州 嘉兴 烟台 珠海"
)
TOWNS = _listed("Rotterdam Hamburg Lyon Leeds Austin Osaka Pune Gdansk Porto Malmö Zürich Turin")
BRANDS = (
    "华中东金恒瑞永盛泰康安达宏兴利丰德信诚远光明天海江龙凤凰长城新亚太平洋宇航星辰科创智联云海博雅正元鼎汇通"
    "联合众成嘉禾润泽"
)
TRADES = _listed(
    "精密机械 光电科技 智能装备 化工 新材料 医疗器械 包装 食品 物流 汽车零部件 电力设备 自动化 半导体 "
    "仪器仪表 建材 环保科技 轨道交通 生物制药 纺织 塑胶制品 网络技术 软件 重工 阀门"
)
FORMS = _listed("有限公司 股份有限公司 集团 科技有限公司 实业有限公司 (中国)有限公司")
ENGLISH_BRANDS = _listed(
    "Acme Borealis Cobalt Dunmore Everett Falcon Granite Harbour Ironbridge Juniper Keystone Lindqvist "
    "Meridian Northgate Oakfield Pinnacle Quayside Redwood Sterling Thornton Union Vanguard Westbrook Yarrow "
    "Zenith Müller Andersen Castellan Delacroix Esposito"
)
ENGLISH_TRADES = _listed(
    "Valves Logistics Instruments Foods Packaging Motors Chemicals Systems Controls Robotics Pumps Optics "
    "Materials Bearings Textiles Semiconductor Pharma Marine Energy Tooling"
)
ENGLISH_FORMS = _listed("Ltd GmbH Inc AG plc SpA BV LLC")
SURNAMES = _listed(
    "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 "
    "董 袁 潘 于 蒋 蔡 余 杜 叶 程 苏 魏 吕 丁 任 沈 姚 卢 姜 崔 钟 谭 陆 汪 范 金 石 单 仇 查 解 区 盖 尉迟 "
    "欧阳 司马 上官 诸葛 夏侯"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文志海波宁博雪梅鹏飞宇浩然子轩欣怡佳慧琳琪晨曦嘉诚永"
    "康俊峰立新振东晓红春燕玉兰"
)
FIRST_NAMES = _listed(
    "Anna Ben Carla David Elena Frank Grace Henry Ines Jack Karin Luis Maria Nils Olga Peter Quinn Rosa "
    "Stefan Tara Ulrich Vera Walter Yuki Zoe"
)
LAST_NAMES = _listed(
    "Smith, Jones, Garcia, Becker, Novak, Rossi, Dubois, Larsen, Kowalski, Silva, Tanaka, Patel, O'Brien, "
    "van Dijk, Schäfer, Zengel, Huang, Fischer, Brown, Wilson, Moretti, Costa, Keller",
    between=", ",
)
TITLES = _listed(
    "总经理, 采购总监, 技术总监, 财务经理, 采购经理, 项目经理, CEO, Head of Purchasing, Engineer, 厂长", between=", "
)
SALES = _listed(
    "报价 框架合同 价格 方案 样品 测试 交期 付款 质量 售后 招标 投标 预算 审批 竞争对手 降价 折扣 订单 合同 "
    "图纸 规格 验收 安装 培训 续约 回款 账期 决策 采购 技术交流 参观工厂 演示 试用 对比 让步 底线 异议 太贵 "
    "考虑一下 下周 月底 年底 明年 已经 还没有 希望 同意 反对 担心 满意 需要 确认 发送 提供 安排 拜访 电话 "
    "微信 吃饭 汇报 总部 事业部 研究院 生产线 备件 服务 响应 故障 停机 产能 库存 物流 关税 汇率 成本 利润"
)
ENGLISH = _listed(
    "offer price contract sample test delivery payment quality service tender budget approval competitor "
    "discount order drawing specification acceptance installation training renewal decision purchasing "
    "meeting visit demo trial quarter pipeline follow agreed asked wants needs confirmed sent prepared lunch "
    "call plant line spare parts response failure cost margin framework legal review security audit pilot "
    "rollout team manager director board next week month year before after because still with about from "
    "their our and the"
)
TAIL = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好"
    "应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向"
    "道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特"
    "件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队"
    "南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风"
    "切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许"
    "步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青"
)
_LETTERS = "etaoinshrdlcumwfgypbvkjxqz"


class Words:
    """Everything made up, from one seed."""

    def __init__(self, seed: int) -> None:
        """Begin anew; the same seed says the same."""
        self._chance = random.Random(seed)
        weights = [1 / (place + 3) for place in range(len(TAIL))]
        self._tail = self._chance.choices(TAIL, weights, k=1 << 16)
        self._coined = [self._coin() for _ in range(20_000)]
        self._people = [self.person() for _ in range(5_000)]
        kinds: list[tuple[Callable[[], str], int]] = [
            (lambda: self._chance.choice(SALES), 42),
            (self._phrase, 16),
            (lambda: " " + self._chance.choice(ENGLISH) + " ", 22),
            (lambda: "，", 9),
            (lambda: self._chance.choice(self._people), 4),
            (lambda: " " + self._chance.choice(self._coined) + " ", 3),
            (lambda: str(self._chance.randrange(1, 5000)), 2),
            (self._number, 2),
        ]
        self._kinds = [kind for kind, _weight in kinds]
        self._weights = [weight for _kind, weight in kinds]

    def company(self) -> str:
        """A company's name: seven of ten are Chinese."""
        chance = self._chance
        if chance.random() < 0.7:
            brand = "".join(chance.choices(BRANDS, k=2 + (chance.random() < 0.2)))
            return chance.choice(CITIES) + brand + chance.choice(TRADES) + chance.choice(FORMS)
        first = chance.choice(ENGLISH_BRANDS if chance.random() < 0.6 else self._coined).capitalize()
        return f"{first} {chance.choice(ENGLISH_TRADES)} {chance.choice(ENGLISH_FORMS)}"

    def person(self) -> str:
        """A person's name: seven of ten are Chinese."""
        chance = self._chance
        if chance.random() < 0.7:
            return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=1 + (chance.random() < 0.7)))
        return f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"

    def mobile(self) -> str:
        """A mobile number."""
        return f"1{self._chance.choice('3578')}{self._chance.randrange(10**9):09}"

    def notes(self) -> Iterator[str]:
        """Notes without end."""
        chance, kinds, weights = self._chance, self._kinds, self._weights
        while True:
            picked = chance.choices(kinds, weights, k=4096)
            place = 0
            while place < 4000:
                length = 7 + int(chance.random() * 16)
                yield " ".join("".join(kind() for kind in picked[place : place + length]).split())
                place += length

    def _coin(self) -> str:
        length = 4 + int(self._chance.random() * 6)
        return "".join(self._chance.choices(_LETTERS, [26 - place for place in range(26)], k=length))

    def _phrase(self) -> str:
        length = 2 + int(self._chance.random() * 4)
        place = int(self._chance.random() * (len(self._tail) - length))
        return "".join(self._tail[place : place + length])

    def _number(self) -> str:
        chance = self._chance
        kind = int(chance.random() * 4)
        if kind == 0:
            return self.mobile()
        if kind == 1:
            return f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
        if kind == 2:
            return f" {chance.choice('ABKMPX')}{chance.choice('CDQR')}-{chance.randrange(100, 9999)} "
        return f"{chance.randrange(1, 999)}万元"
