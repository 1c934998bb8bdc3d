"""Edits that change the meaning of a text at one position: a number, a negation, a word, a name."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evaluation.common.chinese import GIVEN_NAME_CHARACTERS, HAN_DIGITS, PLACES, SURNAMES
from evaluation.paraphrases.words import Word, frequency, words

ANTONYM_PAIRS = """
上涨/下跌 增加/减少 上升/下降 同意/反对 提高/降低 增长/下降 扩大/缩小 加快/放缓 加强/削弱
支持/反对 赞成/反对 成功/失败 胜利/失败 批准/否决 允许/禁止 开始/结束 开放/封闭 打开/关闭
进口/出口 流入/流出 买入/卖出 购买/出售 收入/支出 盈利/亏损 赚钱/赔钱 顺差/逆差 升值/贬值
升级/降级 优势/劣势 优点/缺点 积极/消极 乐观/悲观 主动/被动 安全/危险 简单/复杂 容易/困难
富裕/贫困 先进/落后 强大/弱小 丰富/贫乏 充足/短缺 过剩/不足 公开/秘密 合法/非法 真实/虚假
正确/错误 肯定/否定 承认/否认 接受/拒绝 欢迎/抵制 表扬/批评 奖励/处罚 团结/分裂 统一/分裂
和平/战争 进攻/防守 前进/后退 继续/停止 保留/废除 建立/撤销 设立/撤销 成立/解散 增设/撤销
任命/罢免 当选/落选 上任/卸任 入境/出境 进入/退出 加入/退出 签订/解除 上班/下班 起飞/降落
出发/到达 白天/夜间 上午/下午 夏季/冬季 春季/秋季 高温/低温 炎热/寒冷 干旱/洪涝 干燥/潮湿
东部/西部 南部/北部 城市/农村 国内/国外 内部/外部 首先/最后 最高/最低 最大/最小 最多/最少
以上/以下 以前/以后 之前/之后 超过/低于 高于/低于 多于/少于 大于/小于 早于/晚于 喜欢/讨厌
满意/失望 舒服/难受 干净/肮脏 便宜/昂贵 好看/难看 有趣/无聊 美丽/丑陋 善良/邪恶 勇敢/胆小
勤劳/懒惰 有利/不利 有效/无效 有关/无关 合格/违规 公有/私有 集中/分散 紧张/缓和 激烈/平静
严格/宽松 长期/短期 永久/临时 全部/部分 普遍/个别 必须/无需 应当/不得 鼓励/限制 促进/阻碍
推动/阻碍 保护/破坏 维护/破坏 改善/恶化 好转/恶化 信任/怀疑 提前/推迟 缩短/延长 上调/下调 涨/跌
升/降 增/减 买/卖 输/赢 高/低 快/慢 好/坏 多/少
""".split()
SINGLE_AFTER = frozenset("上 下 了 最 更 较 很 太 都 大 小".split())
"""Words before a word of one character that show that it is a word by itself."""
NUMBER = re.compile(r"(?<![（(.．0-9０-９])[0-9０-９]+(?:[.．][0-9０-９]+)?(?![0-9０-９.．、）)])")
"""A number that is not the number of a list item."""
HAN_NUMBER = re.compile("[一二三四五六七八九](?=[年月日号个名人项天岁条款倍次家种位万亿千百十])")
WILLING = frozenset(
    (
        "能 会 可以 可 应 应当 应该 愿意 同意 支持 允许 希望 需要 是 适用 承担 影响 包括 认为 "
        "值得 喜欢 推荐 属于 具有 满意 接受 考虑 建议"
    ).split()
)
"""Words that 不 negates; other verbs are negated by 没有 or 未."""
NEGATIONS = ("不", "未", "没有", "没", "未能")
WITHOUT = {"无": "有", "无需": "需"}
"""Negative words, and their affirmative forms."""
SUBJECT_TAGS = ("r", "nr", "ns", "nt")
"""Parts of speech of a subject: pronouns and names."""
BEFORE_NEGATED = ("将", "已", "共", "均", "也", "都", "还")
"""Other words before a verb that may be negated."""
ORGANIZATIONS = (
    "国务院 外交部 国防部 教育部 科技部 公安部 民政部 司法部 财政部 商务部 水利部 自然资源部 "
    "生态环境部 住房城乡建设部 交通运输部 农业农村部 文化和旅游部 国家卫生健康委 应急管理部 "
    "中国人民银行 海关总署 税务总局 国家统计局 国家能源局 国家林草局 中国气象局 最高人民法院 "
    "最高人民检察院 全国人大常委会 全国政协 全国妇联 共青团中央 新华社 人民日报 中科院 清华大学 "
    "北京大学 复旦大学 浙江大学 联合国 欧盟 北约 东盟 世界银行 世贸组织 世界卫生组织 工商局 "
    "公安局 民政局 财政局 教育局 卫生局 水利局"
).split()
ANTONYMS: dict[str, list[str]] = {}
for _one, _, _other in (pair.partition("/") for pair in ANTONYM_PAIRS):
    ANTONYMS.setdefault(_one, []).append(_other)
    ANTONYMS.setdefault(_other, []).append(_one)


@dataclass(frozen=True)
class Change:
    """The changed text, the old and the new wording, and the spans of the new one."""

    text: str
    old: str
    new: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Replacement:
    """A new wording for a span, which may be empty."""

    start: int
    end: int
    new: str


class MeaningChanges:
    """Makes the edits, one method for each class."""

    def number(self, text: str, chance: random.Random) -> Change | None:
        """Another number, date or amount."""
        spans = [
            match.span() for pattern in (NUMBER, HAN_NUMBER) for match in pattern.finditer(text)
        ]
        if not spans:
            return None
        start, end = chance.choice(spans)
        return put(text, [(start, end)], other_number(text[start:end], text[end : end + 1], chance))

    def negation(self, text: str, chance: random.Random) -> Change | None:
        """A negation inserted or deleted."""
        tokens = words(text)
        ways = [way for at in range(1, len(tokens)) for way in negations(tokens, at, chance)]
        if not ways:
            return None
        way = chance.choice(ways)
        return put(text, [(way.start, way.end)], way.new)

    def antonym(self, text: str, chance: random.Random) -> Change | None:
        """The antonym of one word."""
        tokens = words(text)
        found = [
            token
            for before, token in pairwise(tokens)
            if token.text in ANTONYMS and (len(token.text) > 1 or before.text in SINGLE_AFTER)
        ]
        if not found:
            return None
        chosen = chance.choice(found)
        return put(text, [(chosen.start, chosen.end)], chance.choice(ANTONYMS[chosen.text]))

    def entity(self, text: str, chance: random.Random) -> Change | None:
        """Another name of the same kind, at every occurrence."""
        tokens = [(token, names) for token in words(text) if (names := other_names(token, chance))]
        if not tokens:
            return None
        chosen, names = chance.choice(tokens)
        others = [
            other
            for other in names
            if other not in text and chosen.text not in other and other not in chosen.text
        ]
        spans = [match.span() for match in re.finditer(re.escape(chosen.text), text)]
        return put(text, spans, chance.choice(others)) if others else None


CLASSES = ("number", "negation", "antonym", "entity")


def other_names(word: Word, chance: random.Random) -> list[str]:
    """Names that may replace a token: of places, of organizations, or a Chinese name."""
    for names in (PLACES, ORGANIZATIONS):
        if word.text in names:
            return names
    if is_chinese_name(word):
        return [chance.choice(sorted(SURNAMES)) + "".join(chance.sample(GIVEN_NAME_CHARACTERS, 2))]
    return []


def is_chinese_name(word: Word) -> bool:
    """Whether a token is a full name of three characters that is no word of the dictionary."""
    if word.tag != "nr" or len(word.text) != 3:
        return False
    return word.text[0] in SURNAMES and frequency(word.text) == 0


def negations(tokens: list[Word], at: int, chance: random.Random) -> Iterator[Replacement]:
    """The way to negate or affirm the token at a position, if there is one."""
    before, token = tokens[at - 1], tokens[at]
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows and token.text in NEGATIONS and may_be_affirmed(follows):
        yield Replacement(token.start, token.end, "")
    elif token.text[0] == "不" and len(token.text) == 3:
        yield Replacement(token.start, token.start + 1, "")
    elif token.text == "没有":
        yield Replacement(token.start, token.end, "有")
    elif token.text in WITHOUT and follows:
        yield Replacement(token.start, token.end, WITHOUT[token.text])
    elif before.text[-1] in "不没未无非的得地" or token.tag != "v":
        return
    elif token.text in WILLING and before.tag[0] in "nrd":
        yield Replacement(token.start, token.start, "不")
    elif len(token.text) == 2 and follows and may_follow_negated(follows):
        if before.text == "，":
            yield Replacement(token.start, token.start, "不")
        elif before.tag in SUBJECT_TAGS or before.text in BEFORE_NEGATED:
            yield Replacement(token.start, token.start, chance.choice(("没有", "未")))


def may_be_affirmed(word: Word) -> bool:
    """Whether a negation before this token may be deleted."""
    return word.tag[0] in "va" or word.text in WILLING


def may_follow_negated(word: Word) -> bool:
    """Whether the verb before this token may be negated."""
    return word.tag[0] in "nrmu" and word.text != "的"


def other_number(old: str, unit: str, chance: random.Random) -> str:
    """Another number of the same form: as many digits, a month to 12, a day to 28, a near year."""
    if old in HAN_DIGITS:
        return chance.choice([digit for digit in HAN_DIGITS if digit != old])
    most = {"月": 12, "日": 28, "号": 28}.get(unit)
    if most and "." not in old and "．" not in old:
        others = [each for each in range(1, most + 1) if each != int(old)]
        return widened(str(chance.choice(others)), old)
    digits = [at for at, character in enumerate(old) if character not in ".．"]
    at = digits[-1] if unit == "年" else chance.choice(digits)
    lowest = 1 if at == 0 else 0
    digit = chance.choice([each for each in range(lowest, 10) if each != int(old[at])])
    return old[:at] + widened(str(digit), old) + old[at + 1 :]


def widened(digits: str, like: str) -> str:
    """Digits in full width if the old ones are."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits) if like[0] > "9" else digits


def put(text: str, spans: list[tuple[int, int]], new: str) -> Change:
    """The text with a new wording in these spans."""
    parts, changed, after, length = [], [], 0, 0
    for start, end in spans:
        parts += text[after:start], new
        length += start - after
        changed.append((length, length + len(new)))
        length += len(new)
        after = end
    start, end = spans[0]
    return Change("".join(parts) + text[after:], text[start:end], new, tuple(changed))
