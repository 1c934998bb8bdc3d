"""Generators of texts whose shape is hard for a search for repeated text.

Each generator yields lines or other pieces for ever; [`text`] joins as many as a size asks for.
All words are invented or listed here. The same arguments give the same text.
"""

import random
from collections.abc import Callable, Iterator

LATIN = "ka ro mi ten su la pre do vi on ta ber sil ga nu mer fi ed ra lo".split()
HAN = "天地人山水日月风云花木石田心手口目耳足力大小上下中左右前后里外东西南北春夏秋冬金银铁土火光"
NAMES = "Anna Bert Carl Dora Emil Frida Georg Hilda Ivan Julia Karl Lena Max Nora Otto".split()
LEVELS = ["INFO", "WARN", "ERROR", "DEBUG"]
MODULES = ["auth", "net.http", "db.pool", "scheduler", "cache"]
MESSAGES = [
    "connection from {ip} accepted on port {port}",
    "request {hex} finished in {ms} ms with status {status}",
    "user {name} logged in from {ip}",
    "retrying job {hex}, attempt {small}",
]

Random = random.Random


def filled(rng: Random, template: str) -> str:
    """A template with its fields filled at random."""
    return template.format(
        ip=".".join(str(rng.randrange(256)) for _ in range(4)),
        port=rng.randrange(1024, 65536),
        hex=f"{rng.getrandbits(32):08x}",
        ms=rng.randrange(2000),
        status=rng.choice([200, 200, 200, 301, 404, 500]),
        name=rng.choice(NAMES),
        small=rng.randrange(1, 5),
    )


def word(rng: Random) -> str:
    """An invented word of two to four syllables."""
    return "".join(rng.choice(LATIN) for _ in range(rng.randrange(2, 5)))


def words(rng: Random, count: int) -> str:
    """Invented words in a row."""
    return " ".join(word(rng) for _ in range(count))


def clause(rng: Random, low: int = 6, high: int = 14) -> str:
    """A clause of random ideographs."""
    return "".join(rng.choice(HAN) for _ in range(rng.randrange(low, high)))


def log(rng: Random) -> Iterator[str]:
    """The log of a program."""
    second = 0
    while True:
        second += rng.randrange(5)
        clock = f"2024-03-{1 + second // 86400 % 28:02} {second // 3600 % 24:02}:"
        clock += f"{second // 60 % 60:02}:{second % 60:02}.{rng.randrange(1000):03}"
        message = filled(rng, rng.choice(MESSAGES))
        yield f"{clock} [{rng.choice(LEVELS)}] {rng.choice(MODULES)}: {message}\n"


def access_log(rng: Random) -> Iterator[str]:
    """The access log of a web server."""
    paths = [f"/{word(rng)}/{word(rng)}.html" for _ in range(40)]
    while True:
        start = filled(rng, "{ip} - - [10/Oct/2023:13:55:")
        request = f'{rng.randrange(60):02} +0000] "GET {rng.choice(paths)} HTTP/1.1" '
        size = rng.randrange(20000)
        yield f'{start}{request}{filled(rng, "{status}")} {size} "-" "Mozilla/5.0 (X11; Linux)"\n'


def markdown(rng: Random) -> Iterator[str]:
    """A table in Markdown."""
    yield "| id | name | value | unit |\n|---|---|---|---|\n"
    number = 0
    while True:
        number += 1
        yield f"| {number} | {word(rng)} | {rng.randrange(1000)}.{rng.randrange(100):02} | kg |\n"


def comma_separated(rng: Random) -> Iterator[str]:
    """Rows of a table of comma-separated values."""
    number = 0
    while True:
        number += 1
        values = ",".join(str(rng.randrange(100)) for _ in range(3))
        yield f"{number},{rng.choice(NAMES)},2023-{number % 12 + 1:02},{values},active\n"


def counted(_: Random) -> Iterator[str]:
    """Rows that differ in a running number."""
    number = 0
    while True:
        number += 1
        yield f"{number},n,0.123\n"


def sql(rng: Random) -> Iterator[str]:
    """Statements that insert rows into a table of a data base."""
    number = 0
    while True:
        number += 1
        row = f"{number}, '{rng.choice(NAMES)}', '{word(rng)}@example.com', {rng.randrange(99)}"
        yield f"INSERT INTO users (id, name, mail, age) VALUES ({row});\n"


def json_lines(rng: Random) -> Iterator[str]:
    """JSON objects with the same keys."""
    number = 0
    while True:
        number += 1
        fields = f'"id": {number}, "name": "{word(rng)}", "active": true, "score": '
        yield f'{{"type": "record", {fields}{rng.random():.4f}, "tags": ["a", "b"]}}\n'


def messages(rng: Random) -> Iterator[str]:
    """A catalogue of translated messages."""
    number = 0
    while True:
        number += 3
        place = f"#: src/{word(rng)}.c:{number}\n"
        yield f'{place}#, c-format\nmsgid "{words(rng, 4)}"\nmsgstr "{clause(rng)}"\n\n'


def subtitles(rng: Random) -> Iterator[str]:
    """Subtitles with their times."""
    number = 0
    while True:
        number += 1
        clock = f"00:{number // 60 % 60:02}:{number % 60:02}"
        yield f"{number}\n{clock},000 --> {clock},900\n{clause(rng, 4, 9)}\n\n"


def number_array(rng: Random) -> Iterator[str]:
    """Rows of an array of bytes in C."""
    while True:
        yield "    " + " ".join(f"0x{rng.randrange(256):02x}," for _ in range(12)) + "\n"


def word_array(rng: Random) -> Iterator[str]:
    """An array of short words in a program."""
    while True:
        yield "    " + " ".join(f'"{word(rng)}",' for _ in range(6)) + "\n"


def equal_lines(_: Random) -> Iterator[str]:
    """One short line, again and again."""
    while True:
        yield "春眠不觉晓处处闻啼鸟\n"


def short_lines(rng: Random) -> Iterator[str]:
    """One of twenty short lines, again and again."""
    lines = [clause(rng, 3, 8) + "\n" for _ in range(20)]
    while True:
        yield rng.choice(lines)


def phrase(_: Random) -> Iterator[str]:
    """One phrase without line breaks."""
    while True:
        yield "天下为公,世界大同。"


def letters(_: Random) -> Iterator[str]:
    """One letter."""
    while True:
        yield "a" * 1000


def ideographs(_: Random) -> Iterator[str]:
    """One ideograph."""
    while True:
        yield "哈" * 1000


def one_line(rng: Random) -> Iterator[str]:
    """Words in one line."""
    while True:
        yield word(rng) + " "


def numbers(rng: Random) -> Iterator[str]:
    """Columns of numbers."""
    while True:
        yield "\t".join(f"{rng.randrange(-999, 999)}.{rng.randrange(10)}" for _ in range(8)) + "\n"


def dna(rng: Random) -> Iterator[str]:
    """A random sequence of four letters in lines of 70."""
    while True:
        yield "".join(rng.choices("ACGT", k=70)) + "\n"


def code(rng: Random) -> Iterator[str]:
    """Functions that differ in their names and numbers."""
    while True:
        name = word(rng)
        yield f"def get_{name}(self, key):\n    if key not in self.{name}:\n"
        yield f"        raise KeyError(key)\n    return self.{name}[key] * {rng.randrange(99)}\n\n"


def base64(rng: Random) -> Iterator[str]:
    """Random bytes as text in lines of 76."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    while True:
        yield "".join(rng.choices(alphabet, k=76)) + "\n"


def roster(rng: Random) -> Iterator[str]:
    """A list of people with their units and offices."""
    units = [clause(rng, 3, 6) + "委员会" for _ in range(10)]
    while True:
        name = clause(rng, 2, 4)
        yield f"{name},男,汉族,{rng.randrange(1950, 2000)}年生,{rng.choice(units)}副主任委员\n"


def questions(rng: Random) -> Iterator[str]:
    """Questions that are answered in the same form."""
    while True:
        topic = clause(rng, 2, 5)
        yield f"问:如何办理{topic}业务?\n"
        yield f"答:您好,办理{topic}业务请携带本人有效身份证件到就近营业网点办理。\n\n"


def addresses(rng: Random) -> Iterator[str]:
    """Addresses of pages."""
    while True:
        path = f"{word(rng)}/{rng.randrange(99999)}"
        yield f"https://www.example.com/articles/2024/{path}.html?ref=index&lang=zh\n"


def html(rng: Random) -> Iterator[str]:
    """Rows of a table in HTML."""
    while True:
        cells = f'<td class="name">{word(rng)}</td><td class="num">{rng.randrange(999)}</td>'
        yield f'<tr class="row">{cells}<td><a href="#">more</a></td></tr>\n'


def periodic(rng: Random) -> Iterator[str]:
    """A passage of 300 ideographs again and again, with one changed each time."""
    passage = [*"".join(clause(rng, 9, 10) + "," for _ in range(30))]
    while True:
        copy = passage[:]
        copy[rng.randrange(len(copy))] = rng.choice(HAN)
        yield "".join(copy) + "\n"


def foreign(rng: Random) -> Iterator[str]:
    """Sentences of a language with few different words."""
    vocabulary = [word(rng) for _ in range(3000)]
    while True:
        count = rng.randrange(6, 16)
        picked = [vocabulary[int(len(vocabulary) * rng.random() ** 3)] for _ in range(count)]
        end = ".\n\n" if rng.random() < 0.2 else ". "
        yield " ".join(picked).capitalize() + end


def thai(rng: Random) -> Iterator[str]:
    """Words of a script without spaces, with combining signs."""
    consonants, vowels = "กขคงจชซดตนบปมยรลวสหอ", "ะาิีุูเแโ่้"
    vocabulary = [
        "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(3)) for _ in range(2000)
    ]
    while True:
        picked = [vocabulary[int(2000 * rng.random() ** 2)] for _ in range(30)]
        yield "".join(picked) + "\n"


def prose(rng: Random) -> Iterator[str]:
    """Paragraphs of random ideographs: nothing is repeated."""
    while True:
        yield ",".join(clause(rng) for _ in range(12)) + "。\n"


SHAPES: dict[str, Callable[[Random], Iterator[str]]] = {
    shape.__name__: shape
    for shape in [
        access_log,
        addresses,
        base64,
        code,
        comma_separated,
        counted,
        dna,
        equal_lines,
        foreign,
        html,
        ideographs,
        json_lines,
        letters,
        log,
        markdown,
        messages,
        number_array,
        numbers,
        one_line,
        periodic,
        phrase,
        prose,
        questions,
        roster,
        short_lines,
        sql,
        subtitles,
        thai,
        word_array,
    ]
}


def text(shape: str, size: int, seed: int = 1) -> str:
    """A text of a shape, of `size` bytes or a little more."""
    pieces, length = [], 0
    for piece in SHAPES[shape](random.Random(f"{shape} {seed}")):
        pieces.append(piece)
        length += len(piece.encode())
        if length >= size:
            break
    return "".join(pieces)
