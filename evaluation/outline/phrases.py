"""Words, sentences and titles of four languages, from which books of speeches are made up."""

from dataclasses import dataclass
from random import Random

TRADITIONAL = str.maketrans(
    "农村产设图馆业通护乐区渔疗开务职训体动档会讲话关于问题论谈现状给纪为览让层楼时欢宴词紧"
    "抓们华关系众么进备够单结联说明须认识实际调査经验团应当过经个条办门难决继续发财这里计划东"
    "广场兴庆祝辞长领导谢请较种报个别对钱与国学习张杨刘陈赵吴孙马罗郑许汉记录节选热电后来还"
    "岁来传统计将书处间线无专术达历变达责任总节约艺强边约",
    "農村產設圖館業通護樂區漁療開務職訓體動檔會講話關於問題論談現狀給紀為覽讓層樓時歡宴詞緊"
    "抓們華關係眾麼進備夠單結聯說明須認識實際調查經驗團應當過經個條辦門難決繼續發財這裡計劃東"
    "廣場興慶祝辭長領導謝請較種報個別對錢與國學習張楊劉陳趙吳孫馬羅鄭許漢記錄節選熱電後來還"
    "歲來傳統計將書處間線無專術達歷變達責任總節約藝強邊約",
)


@dataclass(frozen=True)
class Language:
    """What texts of a language are made of; `{a}` and `{b}` are topics, `{p}` is a place."""

    name: str
    topics: list[str]
    places: list[str]
    people: list[str]
    titles: list[str]
    sentences: list[str]
    points: list[str]
    salutations: list[str]
    cheers: list[str]
    thanks: list[str]
    questions: list[str]
    dates: list[str]
    """`{y}`, `{m}`, `{d}`; `{hm}` and `{hd}` in Han numerals, `{em}` in English."""
    notes: list[str]
    subtitles: list[str]
    stems: list[str]
    contents: str
    head: str
    source: str
    """`{n}` is a name, `{d}` a date."""
    join: str = ""

    def topic(self, rng: Random) -> str:
        """A topic."""
        return rng.choice(self.topics)

    def fill(self, pattern: str, rng: Random) -> str:
        """A pattern with topics and a place."""
        first, second = rng.sample(self.topics, 2)
        filled = pattern.format(a=first, b=second, p=rng.choice(self.places))
        return filled[:1].upper() + filled[1:]

    def title(self, rng: Random) -> str:
        """A title."""
        return self.fill(rng.choice(self.titles), rng)

    def paragraph(self, rng: Random, sentences: int) -> str:
        """A paragraph of some sentences."""
        made = [self.fill(rng.choice(self.sentences), rng) for _ in range(sentences)]
        return self.join.join(made)

    def date(self, rng: Random, pattern: str | None = None) -> str:
        """A date."""
        year, month, day = rng.randint(1949, 2019), rng.randint(1, 12), rng.randint(1, 28)
        pattern = pattern or rng.choice(self.dates)
        names = dict(y=year, m=month, d=day, hm=han(month), hd=han(day), em=MONTHS[month - 1])
        return pattern.format(hy="".join(HAN[int(digit)] for digit in str(year)), **names)


HAN = "〇一二三四五六七八九"
MONTHS = (
    "January February March April May June July August September October November December".split()
)


def han(number: int) -> str:
    """A number below 100 in Han numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else HAN[tens]) + "十" if tens else ""
    return head + (HAN[ones] if ones or not tens else "")


def roman(number: int) -> str:
    """A number below 40 in Roman numerals."""
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return "X" * (number // 10) + ones[number % 10]


HANS = Language(
    name="zh-hans",
    topics="农村教育 春耕生产 水利建设 图书馆工作 青年就业 城市交通 食品安全 环境保护 民间音乐 "
    "山区公路 渔业合作 乡村医疗 博物馆 气象服务 林业改革 职工培训 群众体育 档案整理".split(),
    places="东山县 清河市 南岭 北原地区 青石镇 长桥 西林 海口港 大田 红土坡".split(),
    people="张文达 李春华 王志远 刘玉兰 陈大江 赵明 周小川 林国强 许文 高建国".split(),
    titles=[
        "在{p}{a}工作会议上的讲话",
        "在{p}{a}座谈会上的发言",
        "关于{a}的几个问题",
        "论{a}",
        "谈谈{a}与{b}",
        "{a}的现状和前途",
        "给{p}代表的信",
        "把{a}抓紧抓好",
        "接见{p}代表时的谈话",
        "{p}{a}大会开幕词",
        "让{a}更上一层楼",
        "在{p}欢迎晚宴上的祝酒词",
        "{a}要面向{p}",
        "为什么要重视{a}",
    ],
    sentences=[
        "{a}是一件关系群众生活的大事，需要大家共同努力。",
        "去年我们在{a}方面做了一些工作，也走过一些弯路。",
        "有人问，{a}为什么进展不快，我看主要是准备不够。",
        "希望各单位把{a}同日常工作结合起来，不要只做表面文章。",
        "{p}的经验说明，只要依靠群众，{a}就能够搞好。",
        "{a}和{b}是互相联系的，不能只顾一头。",
        "这个问题过去讲过多次，今天还要再讲一讲。",
        "调查研究不够，情况就说不清楚，办法也就想不出来。",
        "{p}的同志告诉我，他们那里{a}的条件并不好，但是成绩不小。",
        "我们应当承认，在{b}上我们还缺少经验。",
        "财力有限，先办急的，后办缓的，这个次序不能乱。",
        "至于{a}，要看实际效果，不要看文件写了多少。",
        "老实说，我对{b}是外行，只能谈一点感想。",
        "如果没有{p}几千人三年的劳动，就谈不上今天的{a}。",
        "计划定了就要执行，执行中发现毛病就要改。",
    ],
    points=["加强{a}", "关于{b}", "{a}的方针", "干部和群众的关系", "几点希望", "{b}的经费"],
    salutations=["同志们：", "各位代表：", "各位来宾、朋友们：", "同学们、老师们：", "各位领导："],
    cheers=["（热烈鼓掌）", "（笑声）", "同志们！", "大家要努力啊！"],
    thanks=["谢谢大家！", "祝大会成功！", "我的话完了。"],
    questions=["{a}的钱从哪里来？", "{p}的同志有什么意见？", "下一步怎么办？"],
    dates=["{y}年{m}月{d}日", "{hy}年{hm}月{hd}日", "{y}.{m}.{d}"],
    notes=["（根据记录整理）", "（在{p}的讲话，节选）", "（本文是在{p}的讲话要点）"],
    subtitles=["——在{p}的讲话", "——兼谈{a}", "——纪念{a}三十周年"],
    stems=["演讲稿", "工作总结", "讲话稿", "致辞", "发言"],
    contents="目录",
    head="{p}讲话集",
    source="作者：{n}　发布时间：{d}",
)

JAPANESE = Language(
    name="ja",
    topics="農村教育 水利事業 図書館運営 若者の就職 都市交通 食の安全 環境保護 民謡の保存 "
    "山間部の道路 漁業協力 地域医療 博物館 気象観測 林業改革 社員研修 市民スポーツ".split(),
    places="東山町 清川市 南嶺 北原 青石 長橋 西林 大田".split(),
    people="山田一郎 佐藤花子 鈴木健太 高橋正 田中春子 中村勇".split(),
    titles=[
        "{p}{a}大会における挨拶",
        "{a}について",
        "{a}の現状と課題",
        "{p}への手紙",
        "{a}と{b}",
        "なぜ{a}が必要か",
        "{p}歓迎会での祝辞",
        "{a}をめぐる講演",
        "{p}の皆さんへのお願い",
    ],
    sentences=[
        "{a}は住民の暮らしに関わる大切な仕事であり、皆さんの協力が必要です。",
        "昨年は{a}について多くの試みをしましたが、回り道もありました。",
        "{p}の経験から、{a}は住民とともに進めるべきだと分かります。",
        "{a}と{b}は互いに関係しており、片方だけでは進みません。",
        "この問題は何度も話しましたが、今日もう一度申し上げます。",
        "調査が足りなければ、状況も分からず、方法も見つかりません。",
        "予算には限りがありますから、急ぐものから始めるほかありません。",
        "{b}については専門家ではありませんので、感想だけを述べます。",
        "{p}では条件が悪いにもかかわらず、{a}で成果を上げています。",
        "計画を決めたら実行し、間違いがあれば直せばよいのです。",
    ],
    points=["{a}の方針", "{b}について", "予算", "今後の課題"],
    salutations=["皆さん、", "ご列席の皆様、", "会員の皆さん："],
    cheers=["（拍手）", "（笑い）", "皆さん！"],
    thanks=["ありがとうございました。", "以上です。"],
    questions=["{a}の予算はどこから来ますか。", "{p}の皆さんはどう思いますか？"],
    dates=["{y}年{m}月{d}日", "昭和{hm}年{hm}月{hd}日"],
    notes=["（{p}にて）", "（記録による）"],
    subtitles=["――{p}での講演", "――{a}を中心に"],
    stems=["スピーチ", "講演", "挨拶"],
    contents="目次",
    head="{p}講演集",
    source="発言者：{n}　{d}",
)

ENGLISH = Language(
    name="en",
    topics=(
        "rural schools|the spring harvest|public libraries|road safety|clean water|folk music|"
        "mountain roads|the fishing fleet|village clinics|local museums|weather stations|"
        "forest reform|adult training|city transport|youth employment|old archives"
    ).split("|"),
    places="Easton|Clearwater|Northfield|Long Bridge|Westwood|Harbor City|Redhill".split("|"),
    people=["John Carter", "Mary Ellis", "Thomas Reed", "Anna Whitfield", "Samuel Brook"],
    titles=[
        "Remarks at the Opening of the {p} Conference",
        "Address to the Citizens of {p}",
        "On {a}",
        "The Future of {a}",
        "Why We Need {a}",
        "A Letter to the People of {p}",
        "Speech at the {p} Dinner",
        "{a} and {b}",
        "Our Duty to {p}",
        "Farewell to {p}",
    ],
    sentences=[
        "The question of {a} concerns everybody who lives in this valley.",
        "Last year we made some progress in {a}, and we also made mistakes.",
        "People ask me why {b} moves so slowly, and I tell them that we were not prepared.",
        "What happened in {p} shows that {a} can be improved when neighbors help each other.",
        "There is no use in speaking about {a} without speaking about {b}.",
        "I have said this before, and I will say it again today.",
        "If we do not look at the facts, we shall never find a way.",
        "Money is short; let us do first what cannot wait.",
        "A friend from {p} told me that they began with nothing.",
        "As for {b}, I am no expert and can only offer a few impressions.",
        "A plan is made to be carried out, and to be mended where it fails.",
    ],
    points=["The state of {a}", "Money for {b}", "What remains to be done", "A word on {b}"],
    salutations=["Ladies and gentlemen,", "My fellow citizens:", "Mr. President,", "Dear friends,"],
    cheers=["(Applause)", "(Laughter)", "Friends!"],
    thanks=["Thank you very much.", "Thank you."],
    questions=["Where does the money for {a} come from?", "What do the people of {p} say?"],
    dates=["{em} {d}, {y}", "{d} {em} {y}"],
    notes=["(Delivered at {p})", "[From the minutes]"],
    subtitles=["— A talk given at {p}", "— With a word on {a}"],
    stems=["Speech", "Chapter", "Address"],
    contents="Contents",
    head="Speeches from {p}",
    source="By {n}, {d}",
    join=" ",
)


def traditional(value):
    """A text, or the texts of a list, in traditional characters."""
    if isinstance(value, list):
        return [traditional(each) for each in value]
    return value.translate(TRADITIONAL)


HANT = Language(
    **{
        name: "zh-hant" if name == "name" else traditional(value)
        for name, value in vars(HANS).items()
    }
)

LANGUAGES = {language.name: language for language in (HANS, HANT, JAPANESE, ENGLISH)}
