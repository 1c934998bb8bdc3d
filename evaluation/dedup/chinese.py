"""Chinese sentences: patterns, and the words for their slots."""

import random
from pathlib import Path

from evaluation.dedup.numbers import chinese, chinese_year, grouped, nearby
from evaluation.dedup.parts import Part, Slot, common_slots, other

FAMILY = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹"
GIVEN = (
    "建国 志强 丽华 秀英 海涛 文博 晓燕 国栋 春梅 永康 雪琴 德明 振宇 淑芬 家豪 玉兰 少华 天佑 "
    "立新 红霞 景行 思源 卫东 慧敏 长江 向阳 若兰 一鸣 凤仙 守信"
).split()
PLACES = (
    "青浦县|临江市|石桥镇|柳河乡|东岭村|南山区|白云镇|清河县|望海市|松岗村|大渡口|双溪镇|金坪县|"
    "北洼乡|宁州市|安化县|桃源镇|永兴乡|龙潭区|虎丘村|嘉禾市|凤台县|太平镇|新安乡|武陵区|长岛县|"
    "乌石村|汉川市|丰宁县|沙湾镇|云台区|古田乡|浦口镇|兴隆县|铜梁市|鹤岭村|澄江县|麻栗镇|玉屏市|"
    "盘石乡"
)
HEADS = "东方 华安 远景 恒通 瑞丰 新星 金桥 利民 同济 海纳 百川 永泰 中科 佳和 明德 长城".split()
TAILS = (
    "建筑公司 食品厂 中学 医院 农业合作社 运输公司 研究所 基金会 印刷厂 律师事务所 银行 出版社 "
    "测绘院 纺织厂 养老院"
).split()
TOPICS = (
    "水利工程|校舍改造|旧城更新|粮食储备|生态修复|道路养护|垃圾分类|基层医疗|职业培训|冷链物流|"
    "古建筑保护|数字图书馆|防汛演练|公共交通|森林防火|社区养老|青年就业|农产品检测|饮用水安全|"
    "电网改造|港口扩建|文物普查|科普教育|河道清淤|消防检查|心理咨询|儿童阅读|机床采购|通信基站|"
    "茶叶种植|海水养殖|食堂管理|土壤调查|桥梁加固|噪声治理|广场绿化|档案整理|方言记录|种子繁育|"
    "客运调度|药品配送|气象观测|地籍测量|牧区供电|渔船登记|剧场修缮|宿舍分配|奖金发放|图书编目|"
    "污水处理"
)
THINGS = (
    "台机器|箱药品|本图书|辆客车|棵树苗|份问卷|件展品|套桌椅|盏路灯|张地图|袋化肥|部电话|把钥匙|"
    "块石碑|幅照片|根钢管|条渔船|顶帐篷|口水井|名学员|位老人|间教室|座桥梁|户居民|家商店|份样品|"
    "卷档案|面锦旗|台水泵|头奶牛"
)
WORKS = (
    "整理历年档案|检修供水管线|编写培训教材|核对往来账目|走访困难家庭|测量河床高度|更换老旧电缆|"
    "清点仓库存货|拟定采购清单|登记外来车辆|讲解操作规程|抽查食品样本|维护观测仪器|"
    "绘制地下管网图|接待来访群众|修订值班制度|汇总季度报表|布置展览大厅|评审设计方案|"
    "记录口述历史|疏通排水沟渠|培育高产秧苗|校对古籍注释|翻译技术手册|调试信号系统|搬运救灾物资|"
    "粉刷教学楼外墙|统计入学人数|演示急救方法|分析水质数据"
)
CAUSES = (
    "由于连日降雨|考虑到经费紧张|为了方便群众办事|鉴于设备老化|根据专家建议|按照年度计划|"
    "随着客流增加|为迎接全省检查|因道路施工|在多方努力下|经过反复讨论|应村民请求|借助新的平台|"
    "趁着农闲时节|针对夏季高温|为解决停车难题|依照合同条款|在有关部门指导下|受台风影响|"
    "为纪念建校周年|结合去年教训|围绕服务质量|本着节约原则|面对突发情况|为提升阅读兴趣|"
    "参照邻县做法|凭借地理优势|响应上级号召|为保障冬季供暖|出于安全考虑"
)
RESULTS = (
    "群众反响十分热烈|有关经验在全省推广|后续工作正在安排|现场秩序井然|双方随后交换了意见|"
    "整个过程全部录像|具体细则另行公布|附近商户也参与其中|媒体作了详细报道|结果张贴在公告栏|"
    "多名志愿者到场协助|所需费用由财政承担|参与者获得纪念证书|相关数据存入档案室|活动持续到傍晚|"
    "施工方表示感谢|居民生活更加便利|领导当场作出批示|老教师深受感动|周边环境焕然一新|"
    "专家给予高度评价|物资已经送到各户|问题得到妥善解决|会议纪要随后印发|各组轮流作了汇报|"
    "工人连夜加班|监督电话向社会公开|学生家长纷纷点赞|仪器运转平稳|图纸交由双方保管"
)
WEEKDAYS = [f"星期{day}" for day in "一二三四五六日"]
CURRENCIES = ["元", "美元", "欧元", "日元"]
UNITS = {
    "area": ["亩", "公顷", "平方米", "平方公里"],
    "length": ["米", "公里", "厘米", "海里"],
    "weight": ["吨", "公斤", "克", "担"],
    "span": ["天", "个星期", "个月", "年"],
}


def person(chance: random.Random, _: str) -> Part:
    """A person; the other one has the same family name, the same given name, or neither."""
    family, given = chance.choice(FAMILY), chance.choice(GIVEN)
    others = [other(family, list(FAMILY), chance) + given, family + other(given, GIVEN, chance)]
    others.append(others[0][0] + others[1][1:])
    return Part(family + given, {"person": chance.choice(others)})


def organisation(chance: random.Random, _: str) -> Part:
    """An organisation; the other one has another name, or is of another kind."""
    head, tail = chance.choice(HEADS), chance.choice(TAILS)
    others = [other(head, HEADS, chance) + tail, head + other(tail, TAILS, chance)]
    return Part(head + tail, {"organisation": chance.choice(others)})


def count(chance: random.Random, _: str) -> Part:
    """A number of things."""
    number = chance.randrange(12, 990)
    return Part(str(number), {"count": str(nearby(number, chance))})


def amount(chance: random.Random, _: str) -> Part:
    """A sum of money, with or without a comma between thousands."""
    number, currency = chance.randrange(1_001, 99_000), chance.choice(CURRENCIES)
    write, rewrite = chance.choice([(grouped, str), (str, grouped)])
    changes = {
        "amount": write(nearby(number, chance)) + currency,
        "unit": write(number) + other(currency, CURRENCIES, chance),
        "written": rewrite(number) + currency,
    }
    return Part(write(number) + currency, changes)


def percentage(chance: random.Random, _: str) -> Part:
    """A percentage."""
    whole, tenth = chance.randrange(2, 99), chance.randrange(1, 10)
    others = [f"{nearby(whole, chance)}.{tenth}%", f"{whole}.{tenth % 9 + 1}%"]
    written = f"百分之{chinese(whole)}点{chinese(tenth)}"
    return Part(f"{whole}.{tenth}%", {"percentage": chance.choice(others), "written": written})


def numeral(chance: random.Random, _: str) -> Part:
    """A number in Chinese characters."""
    number = chance.randrange(11, 99)
    return Part(
        chinese(number), {"numeral": chinese(nearby(number, chance)), "written": str(number)}
    )


def year(chance: random.Random, _: str) -> Part:
    """A year."""
    number = chance.randrange(1980, 2025)
    changes = {
        "year": f"{number + chance.choice([-10, -2, -1, 1, 2, 10])}年",
        "written": f"{chinese_year(number)}年",
    }
    return Part(f"{number}年", changes)


def date(chance: random.Random, _: str) -> Part:
    """A day of a month."""
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    another_day = other(str(day), [str(each) for each in range(1, 29)], chance)
    another_month = other(str(month), [str(each) for each in range(1, 13)], chance)
    changes = {
        "day": f"{month}月{another_day}日",
        "month": f"{another_month}月{day}日",
        "written": f"{chinese(month)}月{chinese(day)}日",
    }
    return Part(f"{month}月{day}日", changes)


def measured(units: list[str]) -> Slot:
    """A quantity with a unit."""

    def fill(chance: random.Random, _: str) -> Part:
        number, unit = chance.randrange(2, 600), chance.choice(units)
        changes = {
            "count": f"{nearby(number, chance)}{unit}",
            "unit": f"{number}{other(unit, units, chance)}",
        }
        return Part(f"{number}{unit}", changes)

    return fill


SLOTS: dict[str, Slot] = {
    "person": person,
    "org": organisation,
    "count": count,
    "amount": amount,
    "percent": percentage,
    "numeral": numeral,
    "year": year,
    "date": date,
    **{name: measured(units) for name, units in UNITS.items()},
    **common_slots(
        {
            "place": PLACES,
            "fraction": "三分之一|二分之一|四分之一|五分之二|三分之二|四分之三|十分之一",
            "weekday": WEEKDAYS,
            "topic": TOPICS,
            "thing": THINGS,
            "work": WORKS,
            "cause": CAUSES,
            "result": RESULTS,
        }
    ),
}

PATTERNS = Path(__file__).with_name("chinese_patterns.txt").read_text("utf-8").splitlines()

TITLES = "关于{topic}的情况说明|{place}{topic}简报|{org}工作纪要|{topic}调研记录".split("|")
"""Patterns of the first line of a document."""
