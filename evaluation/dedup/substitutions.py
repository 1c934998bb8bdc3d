"""What can be replaced in sentences of real documents, found by patterns."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evaluation.dedup import chinese, english
from evaluation.dedup.numbers import chinese_year, grouped, nearby
from evaluation.dedup.parts import Part, Sentence, other, with_roles

Changes = Callable[[re.Match, random.Random], dict[str, str]]


@dataclass(frozen=True)
class Rule:
    """A pattern and, by class, what can stand in the place of what it finds."""

    pattern: re.Pattern
    changes: Changes


def rule(pattern: str, changes: Changes) -> Rule:
    """A rule."""
    return Rule(re.compile(pattern), changes)


def words(name: str, choices: str, before: str = "", after: str = "") -> Rule:
    """A word that another one of the list can replace."""
    listed = choices.split("|")
    pattern = before + "(?:" + "|".join(map(re.escape, listed)) + ")" + after
    return rule(pattern, lambda found, chance: {name: other(found[0], listed, chance)})


def turns(name: str, pairs: str, before: str = "", after: str = "") -> Rule:
    """Words that their opposites can replace: `this>that` in one direction, `this/that` in both."""
    opposites: dict[str, str] = {}
    for pair in pairs.split("|"):
        word, both, opposite = re.split("([/>])", pair)
        opposites[word] = opposite
        if both == "/":
            opposites.setdefault(opposite, word)
    listed = sorted(opposites, key=len, reverse=True)
    pattern = before + "(?:" + "|".join(map(re.escape, listed)) + ")" + after
    return rule(pattern, lambda found, _: {name: opposites[found[0]]})


def digits(name: str) -> Changes:
    """Another number in the place of the first one, with what follows it."""

    def changes(found: re.Match, chance: random.Random) -> dict[str, str]:
        number = found["number"]
        plain = number.replace(",", "")
        if not plain.isdigit() or len(plain) > 12 or plain[0] == "0":
            return {}
        changed = nearby(int(plain), chance)
        if "," in number:
            written = found[0].replace(number, plain, 1)
            return {name: found[0].replace(number, grouped(changed), 1), "written": written}
        return {name: found[0].replace(number, str(changed), 1)}

    return changes


def year(found: re.Match, chance: random.Random) -> dict[str, str]:
    """Another year, and the same in Chinese digits if it is followed by 年."""
    number = int(found["number"])
    changes = {"year": found[0].replace(str(number), str(number + chance.choice([-10, -1, 1, 10])))}
    if found[0].endswith("年"):
        changes["written"] = f"{chinese_year(number)}年"
    return changes


def date_in_chinese(found: re.Match, chance: random.Random) -> dict[str, str]:
    """Another day, another month."""
    month, day = found["month"], found["day"]
    days, months = ([str(each) for each in range(1, last)] for last in (29, 13))
    return {
        "day": f"{month}月{other(day, days, chance)}日",
        "month": f"{other(month, months, chance)}月{day}日",
    }


def date_in_english(found: re.Match, chance: random.Random) -> dict[str, str]:
    """Another day, another month."""
    month, day = found["month"], found["day"]
    days = [str(each) for each in range(1, 29)]
    return {
        "day": found[0].replace(day, other(day, days, chance), 1),
        "month": found[0].replace(month, other(month, english.MONTHS, chance), 1),
    }


def given_name(found: re.Match, chance: random.Random) -> dict[str, str]:
    """Another given name."""
    return {"person": found["family"] + other(found["given"], chinese.GIVEN, chance)}


def family_name(found: re.Match, chance: random.Random) -> dict[str, str]:
    """Another family name."""
    return {"person": found[0].replace(found["name"], other("", english.FAMILY, chance))}


def dropped(name: str, pattern: str) -> Rule:
    """Words that can be left out."""
    return rule(pattern, lambda found, _: {name: ""})


CITIES = "北京|上海|天津|重庆|广州|深圳|南京|杭州|成都|武汉|西安|沈阳|长沙|济南|昆明|青岛|大连|厦门"
COUNTRIES = "美国|日本|法国|德国|俄罗斯|英国|印度|巴西|韩国|伊朗|埃及|加拿大|泰国|越南|波兰|希腊"
PLACES = "London|Paris|Berlin|Tokyo|Moscow|Chicago|Boston|Madrid|Rome|Vienna|Beijing|Shanghai|Seoul"
NATIONS = (
    "France|Germany|Japan|China|Russia|Canada|India|Brazil|Spain|Italy|Mexico|Iran|Israel|Egypt"
)
MONTH = "|".join(english.MONTHS)
NUMBER = r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+|\d{2,9})(?![\d.,]*\d)"

IN_CHINESE = [
    dropped("clause", r"^(?![^，]*[不没未无])[㐀-鿿]{4,12}，"),
    rule(r"(?<!\d)(?P<number>(?:19|20)\d\d)年", year),
    rule(r"(?<!\d)(?P<month>1?\d)月(?P<day>[123]?\d)日", date_in_chinese),
    words("weekday", "星期一|星期二|星期三|星期四|星期五|星期六|星期日"),
    rule(r"(?<![\d.])(?P<number>\d{1,3})(?:\.\d+)?[%％]", digits("percentage")),
    words("fraction", "三分之一|二分之一|四分之一|五分之二|三分之二|四分之三"),
    rule(rf"{NUMBER}(?:多?万|多?亿)?(?:元|美元|欧元)", digits("amount")),
    words("unit", "公里|毫米|厘米|海里", before=r"(?<=\d)"),
    words("unit", "公顷|亩|平方米", before=r"(?<=\d)"),
    words("unit", "公斤|吨", before=r"(?<=\d)"),
    rule(NUMBER, digits("count")),
    words("numeral", "二|三|四|五|六|七|八|九", before="(?<=[第共有])", after="(?=[个名次项位条])"),
    rule(
        f"(?<=主席|总统|部长|书记|记者|主任|教授|总理)(?P<family>[{chinese.FAMILY}])"
        "(?P<given>[㐀-鿿]{1,2}?)(?=[说在和，、。]|表示|认为|指出|会见)",
        given_name,
    ),
    words("place", CITIES, after="(?=[市的举召，、])"),
    words("place", COUNTRIES),
    words("organisation", "联合国|欧盟|北约|世贸组织|世界银行|国际货币基金组织|东盟|非盟"),
    turns(
        "negation",
        "不能>能|不会>会|不得>可以|没有>已经|尚未>已经|未能>得以|不可以/可以|不应当/应当|不需要/需要|"
        "不同意/同意|不符合/符合|不包括/包括|不承认/承认|不允许/允许|不应该/应该|不属于/属于",
    ),
    turns(
        "opposite",
        "增加/减少|上升/下降|提高/降低|增长>下降|扩大/缩小|支持/反对|批准/否决|上涨/下跌|成功/失败|"
        "加强/削弱|进口/出口|禁止>允许|最高/最低|超过>不足|以上/以下|合法/非法|开放/封闭",
    ),
    dropped("particle", r"(?<=[㐀-鿿])(?:了(?![解不得断结])|也(?![许门]))(?=[㐀-鿿])"),
]
IN_ENGLISH = [
    dropped("clause", r"(?<=[a-z]), (?:[a-z]+ ){2,5}[a-z]+(?=,)"),
    rule(
        rf"\b(?:(?P<month>{MONTH}) (?P<day>[123]?\d)|(?P<day2>[123]?\d) (?:{MONTH}))\b",
        lambda found, chance: date_in_english(found, chance) if found["day"] else {},
    ),
    rule(r"(?<![\d.,$])(?P<number>(?:19|20)\d\d)(?![\d.,]*\d)\b", year),
    words("weekday", "|".join(english.WEEKDAYS), before=r"\b", after=r"\b"),
    rule(
        r"(?<![\d.])(?P<number>\d{1,3})(?:\.\d+)?(?:%| pct\b| percent\b| per cent\b)",
        digits("percentage"),
    ),
    words(
        "fraction",
        "a third|a quarter|two thirds|three quarters",
        before=r"\b",
        after=r"\b(?! quarter)",
    ),
    rule(
        rf"[$£€]{NUMBER}|{NUMBER.replace('number', 'sum')} (?:dollars|euros|pounds)\b",
        lambda found, chance: digits("amount")(found, chance) if found["number"] else {},
    ),
    words("unit", "miles|kilometers|feet|meters|inches", before=r"(?<=\d )", after=r"\b"),
    words("unit", "pounds|tonnes|ounces", before=r"(?<=\d )", after=r"\b"),
    rule(NUMBER, digits("count")),
    words(
        "numeral", "two|three|four|five|six|seven|eight|nine", before=r"\b", after=r"(?= [a-z]+s\b)"
    ),
    rule(r"\b(?:Mr|Mrs|Ms|Dr)\.? (?P<name>[A-Z][a-z]+)", family_name),
    words("place", PLACES, before=r"\b", after=r"\b"),
    words("place", NATIONS, before=r"\b", after=r"\b"),
    words(
        "organisation",
        "Microsoft|Google|Apple|IBM|Intel|Boeing|Ford|Toyota|NATO|UNESCO",
        before=r"\b",
        after=r"\b",
    ),
    turns(
        "negation",
        "cannot>can|is not/is|are not/are|was not/was|were not/were|will not/will|has not/has|"
        "have not/have|does not>should|must not/must|should not/should|never/always",
        before=r"\b",
        after=r"\b(?!n't|')",
    ),
    turns(
        "opposite",
        "increase/decrease|increased/decreased|rise/fall|rose/fell|higher/lower|support/oppose|"
        "accept/reject|accepted/rejected|allow/forbid|success/failure|above/below|before/after|"
        "import/export|buy/sell|enable/disable|enabled/disabled|true/false|maximum/minimum|first/last|"
        "open/closed|more/less|best/worst|largest/smallest",
        before=r"\b",
        after=r"\b",
    ),
    dropped("particle", r" (?:also|very|really|simply|just)\b(?= )"),
]
RULES = {"zh": IN_CHINESE, "en": IN_ENGLISH}
ROLES = {
    "zh": re.compile(rf"({COUNTRIES})(?:对|向|击败|访问|支持|要求|帮助)({COUNTRIES})"),
    "en": re.compile(rf"from ({PLACES}|{NATIONS}) to ({PLACES}|{NATIONS})\b"),
}


def sentence_of(text: str, language: str, chance: random.Random) -> Sentence:
    """A sentence with its slots."""
    return Sentence(tuple(part for part in parts_of(text, language, chance) if part.text))


def parts_of(text: str, language: str, chance: random.Random) -> tuple[Part, ...]:
    """The parts of a sentence; where two rules find something the first one counts."""
    roles = ROLES[language].search(text)
    if roles and roles[1] != roles[2]:
        (start, end), (start_b, end_b) = roles.span(1), roles.span(2)
        parts = (
            Part(text[:start]),
            Part(roles[1], {}, "a"),
            Part(text[end:start_b]),
            Part(roles[2], {}, "b"),
            Part(text[end_b:]),
        )
        return with_roles(parts)
    return tuple(split(text, RULES[language], chance))


def split(text: str, rules: list[Rule], chance: random.Random) -> Iterator[Part]:
    """The parts of a text by the first rule, and of what is between these by the others."""
    if not rules:
        yield Part(text)
        return
    end = 0
    for found in rules[0].pattern.finditer(text):
        changes = rules[0].changes(found, chance)
        if changes:
            yield from split(text[end : found.start()], rules[1:], chance)
            yield Part(found[0], changes)
            end = found.end()
    yield from split(text[end:], rules[1:], chance)
