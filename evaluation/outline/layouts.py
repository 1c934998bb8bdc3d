"""Layouts of books of speeches: how titles, dates, paragraphs and pages are set."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from random import Random

from evaluation.outline.phrases import Language, han, roman


@dataclass(frozen=True)
class Layout:
    """How a book is set. Each field has a default that is usual, so that a layout names what is
    special in it."""

    title: str = "{t}"
    """`{t}` is the title; `{n}`, `{f}`, `{h}`, `{r}` its number in digits, full-width digits, Han
    and Roman numerals; `{s}` a stem."""
    numbers: str = "running"
    """running, from (15), restart, gaps or errors."""
    case: str = ""
    """upper or spaced."""
    below: str = ""
    """date, bracketed-date, note, speaker, speaker-date, source, salutation, subtitle or
    subtitle-date."""
    ending: str = ""
    """What titles end with: a mark, or a date in brackets."""
    close: str = ""
    """What speeches end with: thanks, signature or place-date."""
    indent: str = ""
    title_indent: str = ""
    blanks_before: int = 0
    blanks_after: int = 0
    blanks_between: int = 0
    wrap: int = 0
    """Width of wrapped lines in columns of letters."""
    two_lines: bool = False
    one_title: bool = False
    """Whether all speeches have the same title."""
    contents: str = ""
    """start or end."""
    pages: str = ""
    """numbers or heads."""
    rule: str = ""
    """A line between speeches."""
    points: str = ""
    """sentences, headings, or same: numbered like the titles."""
    inside: str = ""
    """dialogue, quotes or cheers."""


PLAIN = Layout(below="date", blanks_before=1)
LAYOUTS = {
    "number-fullstop": Layout(title="{n}．{t}"),
    "number-comma": Layout(title="{n}、{t}"),
    "number-dot": Layout(title="{n}. {t}", points="sentences"),
    "number-space": Layout(title="{n}　{t}"),
    "number-fullwidth": Layout(title="{f}．{t}"),
    "number-parenthesis": Layout(title="{n}）{t}"),
    "number-brackets": Layout(title="（{n}）{t}"),
    "han-comma": Layout(title="{h}、{t}"),
    "han-brackets": Layout(title="（{h}）{t}"),
    "roman": Layout(title="{r}. {t}", blanks_before=1),
    "lecture": Layout(title="第{h}讲　{t}"),
    "from-15": Layout(title="{n}．{t}", numbers="from"),
    "number-alone": Layout(title="{n}\n{t}", blanks_before=1),
    "stem": Layout(title="{s}{n}"),
    "stem-brackets": Layout(title="{s}（{h}）"),
    "stem-framed": Layout(title="【{s}{h}】"),
    "stem-space": Layout(title="{s} {n}"),
    "stem-title": Layout(title="{s}{n}：{t}"),
    "chapter": Layout(title="第{n}回"),
    "framed": Layout(title="〖{t}〗"),
    "book-marks": Layout(title="《{t}》"),
    "date": Layout(below="date"),
    "bracketed-date": Layout(below="bracketed-date"),
    "note": Layout(below="note"),
    "speaker": Layout(below="speaker"),
    "speaker-date": Layout(below="speaker-date"),
    "source": Layout(below="source"),
    "one-title": Layout(one_title=True, below="speaker-date", rule="***", blanks_before=1),
    "one-title-date": Layout(one_title=True, below="bracketed-date"),
    "salutation": Layout(below="salutation"),
    "subtitle": Layout(below="subtitle-date"),
    "subtitle-only": Layout(below="subtitle", blanks_before=2),
    "upper": Layout(case="upper", blanks_before=2, blanks_after=1),
    "spaced": Layout(case="spaced", below="date"),
    "markdown": Layout(title="# {t}", blanks_before=1, blanks_after=1),
    "markdown-2": Layout(title="## {n}. {t}", blanks_before=1, blanks_after=1),
    "contents": Layout(contents="start", blanks_before=1),
    "contents-tight": Layout(contents="start"),
    "contents-end": Layout(contents="end"),
    "page-numbers": Layout(title="{n}．{t}", pages="numbers", wrap=72),
    "running-heads": Layout(below="date", pages="heads", wrap=72),
    "wrap-35": Layout(title="{n}. {t}", wrap=35),
    "wrap-50": Layout(below="date", wrap=50, blanks_before=1),
    "wrap-72": Layout(blanks_before=2, blanks_after=1, wrap=72),
    "wrap-60-indent": Layout(wrap=60, indent="　　", below="bracketed-date"),
    "wrap-72-between": Layout(blanks_before=3, blanks_after=1, blanks_between=1, wrap=72),
    "plain": Layout(),
    "indent": Layout(indent="　　"),
    "centred": Layout(indent="　　", title_indent="　　　　　　"),
    "blanks": Layout(blanks_before=2, blanks_after=1),
    "blanks-between": Layout(blanks_before=3, blanks_between=1, blanks_after=1),
    "rule": Layout(rule="* * *", blanks_before=1, blanks_after=1),
    "two-lines": Layout(two_lines=True, below="date"),
    "two-lines-number": Layout(title="{n}、{t}", two_lines=True),
    "exclaimed": Layout(ending="！", below="date"),
    "asked": Layout(ending="？", below="bracketed-date"),
    "colon": Layout(ending="：", below="date"),
    "exclaimed-number": Layout(title="{n}．{t}", ending="！"),
    "asked-number": Layout(title="{h}、{t}", ending="？"),
    "title-date": Layout(ending="date"),
    "restart": Layout(title="{n}．{t}", numbers="restart", below="date"),
    "restart-alone": Layout(title="{n}．{t}", numbers="restart"),
    "gaps": Layout(title="{n}．{t}", numbers="gaps"),
    "errors": Layout(title="{n}．{t}", numbers="errors"),
    "points": Layout(title="{n}．{t}", points="headings"),
    "points-same": Layout(title="{h}、{t}", points="same", below="date"),
    "points-same-alone": Layout(title="{h}、{t}", points="same"),
    "points-date": Layout(points="headings", below="bracketed-date"),
    "dialogue": Layout(below="date", inside="dialogue"),
    "dialogue-number": Layout(title="{n}．{t}", inside="dialogue"),
    "quotes": Layout(title="{n}．{t}", inside="quotes", below="date"),
    "cheers": Layout(below="salutation", inside="cheers"),
    "signature": Layout(close="signature"),
    "signature-date": Layout(close="place-date"),
    "thanks": Layout(close="thanks", below="salutation"),
    "thanks-only": Layout(close="thanks", blanks_before=1),
}


@dataclass
class Line:
    """A line of a book before it is wrapped."""

    text: str
    kind: str = "body"
    """body, title or other."""
    starts: str = ""
    """The title of the speech that starts here."""


@dataclass
class Book:
    """A book, line by line."""

    language: Language
    layout: Layout
    rng: Random
    stem: str
    texts: list[list[str]] = field(default_factory=list)
    """Paragraphs of real texts, of which speeches are made; none if they are invented."""
    lines: list[Line] = field(default_factory=list)

    def add(self, text: str, kind: str = "body", starts: str = "") -> None:
        """Adds a line."""
        self.lines.append(Line(text, kind, starts))

    def blank(self, count: int) -> None:
        """Adds blank lines."""
        for _ in range(count):
            self.add("", "blank")


def numbers(layout: Layout, count: int, rng: Random) -> list[int]:
    """The numbers of the speeches."""
    first = 15 if layout.numbers == "from" else 1
    made = list(range(first, first + count))
    if layout.numbers == "restart":
        half = count // 2
        made = [*range(1, half + 1), *range(1, count - half + 1)]
    if layout.numbers == "gaps":
        left_out = rng.sample(range(2, count), 2)
        made = [number for number in range(1, count + 3) if number not in left_out]
    if layout.numbers == "errors":
        for at in rng.sample(range(1, count), 2):
            made[at] = rng.choice([1, 11, 71, made[at] + 10])
    return made


NARROWEST_IN_TWO_LINES = 20
"""Columns of a title that is set in two lines."""


def heading(book: Book, number: int, title: str) -> list[str]:
    """The lines of the heading of a speech."""
    layout, language = book.layout, book.language
    stem = book.stem
    full = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    filled = layout.title.format(
        t=title, n=number, f=full, h=han(number % 100), r=roman(number % 40), s=stem
    )
    if language.name == "en":
        filled = filled.translate(str.maketrans("（）、．：！？　", "(),.:!? ")).replace(",", ", ")
        filled = filled.replace(".", ". ").replace(":", ": ").replace("  ", " ").strip()
        filled = english_stem(filled, stem, number)
    lines = filled.split("\n")
    if layout.two_lines and sum(map(columns, title)) >= NARROWEST_IN_TWO_LINES:
        middle = len(lines[-1]) // 2
        space = lines[-1].find(" ", middle) if language.join else middle
        if space > 0:
            lines[-1:] = [lines[-1][:space].strip(), lines[-1][space:].strip()]
    return lines


def english_stem(filled: str, stem: str, number: int) -> str:
    """`Speech1` as it is written in English."""
    return filled.replace(f"{stem}{number}", f"{stem} {number}")


def cased(title: str, layout: Layout, language: Language) -> str:
    """A title in capitals, or with blanks between its characters."""
    if layout.case == "upper" and language.join:
        return title.upper()
    if layout.case == "spaced" and not language.join:
        return "　".join(title)
    return title


def below(book: Book, kind: str) -> Iterator[str]:
    """The lines below a title."""
    language, rng = book.language, book.rng
    if kind.startswith("subtitle"):
        yield language.fill(rng.choice(language.subtitles), rng)
    if kind in ("speaker", "speaker-date"):
        yield language.people[0] if book.layout.one_title else rng.choice(language.people)
    if kind in ("date", "subtitle-date", "speaker-date"):
        yield language.date(rng)
    if kind == "bracketed-date":
        yield f"({language.date(rng)})" if language.join else f"（{language.date(rng)}）"
    if kind == "note":
        yield language.fill(rng.choice(language.notes), rng)
    if kind == "source":
        yield language.source.format(n=rng.choice(language.people), d=language.date(rng))
    if kind == "salutation":
        yield rng.choice(language.salutations)


def close(book: Book) -> Iterator[str]:
    """The lines at the end of a speech."""
    language, rng = book.language, book.rng
    if book.layout.close == "thanks":
        yield rng.choice(language.thanks)
    if book.layout.close in ("signature", "place-date"):
        yield rng.choice(language.people)
    if book.layout.close == "place-date":
        yield language.date(rng)


def point(book: Book, number: int) -> Iterator[str]:
    """The lines of a numbered point inside of a speech."""
    language, rng = book.language, book.rng
    styles = {"same": book.layout.title, "headings": "（{h}）{t}"}
    style = styles.get(book.layout.points, "{n}. {t}")
    if language.join:
        style = "({n}) {t}" if book.layout.points == "headings" else "{n}. {t}"
    if book.layout.points == "sentences":
        text = language.paragraph(rng, 2)
    else:
        text = language.fill(rng.choice(language.points), rng)
    yield style.format(n=number, h=han(number), t=text, f=number, r=roman(number), s="")
    if book.layout.points != "sentences":
        yield language.paragraph(rng, 4)


def body(book: Book, titles: list[str]) -> Iterator[str]:
    """The paragraphs of a speech."""
    language, rng, layout = book.language, book.rng, book.layout
    if book.texts:
        yield from rng.choice(book.texts)
        return
    yield language.paragraph(rng, rng.randint(3, 6))
    for _ in range(rng.randint(2, 8)):
        yield language.paragraph(rng, rng.randint(2, 7))
        if layout.inside == "cheers" and rng.random() < 0.4:
            yield rng.choice(language.cheers)
        if layout.inside == "quotes" and rng.random() < 0.4:
            yield f"《{rng.choice(titles)}》" + language.paragraph(rng, 1)
        if layout.inside == "dialogue" and rng.random() < 0.4:
            question = language.fill(rng.choice(language.questions), rng)
            colon = ": " if language.join else "："
            yield f"{rng.choice(language.people)}{colon}{question}"
            yield f"{rng.choice(language.people)}{colon}{language.paragraph(rng, 2)}"
    if layout.points:
        yield language.paragraph(rng, 2)
        for number in range(1, rng.randint(3, 5)):
            yield from point(book, number)
    yield language.paragraph(rng, rng.randint(2, 5))


def contents(book: Book, headings: list[list[str]]) -> None:
    """The table of contents."""
    book.add(book.language.contents, "other")
    page = 1
    for lines in headings:
        leader = book.rng.choice(["……", "    "])
        book.add("".join(lines) + (f"{leader}{page}"), "other")
        page += book.rng.randint(2, 9)
    book.blank(2)


def compose(
    language: Language, layout: Layout, rng: Random, texts: list[list[str]] | None = None
) -> Book:
    """Makes the lines of a book."""
    book = Book(language, layout, rng, rng.choice(language.stems), texts or [])
    titles: list[str] = []
    count = rng.randint(8, 14)
    while layout.one_title and len(titles) < count:
        titles.append(titles[0] if titles else language.title(rng))
    while len(titles) < count:
        title = cased(language.title(rng), layout, language) + ending(book)
        if title not in titles:
            titles.append(title)
    numbered = zip(numbers(layout, count, rng), titles, strict=False)
    headings = [heading(book, number, title) for number, title in numbered]
    if layout.contents == "start":
        contents(book, headings)
    for lines, title in zip(headings, titles, strict=True):
        speech(book, lines, title, titles)
    if layout.contents == "end":
        contents(book, headings)
    return book


def ending(book: Book) -> str:
    """What a title ends with."""
    language = book.language
    if book.layout.ending == "date":
        date = language.date(book.rng)
        return f" ({date})" if language.join else f"（{date}）"
    mark = book.layout.ending
    return mark.translate(str.maketrans("！？：", "!?:")) if language.join else mark


def speech(book: Book, lines: list[str], title: str, titles: list[str]) -> None:
    """Adds a speech."""
    layout = book.layout
    if book.lines:
        book.blank(layout.blanks_before)
        if layout.rule:
            book.add(layout.rule, "other")
    for number, line in enumerate(lines):
        book.add(layout.title_indent + line, "title", title if number == 0 else "")
    for line in below(book, layout.below):
        book.add(layout.title_indent + line, "other")
    book.blank(layout.blanks_after)
    for number, paragraph in enumerate(body(book, titles)):
        book.blank(layout.blanks_between if number else 0)
        book.add(layout.indent + paragraph)
    for line in close(book):
        book.add(layout.indent + line, "other")


def columns(char: str) -> int:
    """Columns that a character takes."""
    return 2 if ord(char) > 0x2E7F else 1


NOT_FIRST = "，。、！？：；）》”」』．"
"""Marks that no line starts with."""


def wrapped(text: str, width: int, spaced: bool) -> Iterator[str]:
    """The lines of a paragraph, wrapped at some columns, between words if it has blanks."""
    line, used = "", 0
    pieces = text.split(" ") if spaced else list(text)
    for piece in pieces:
        size = sum(map(columns, piece))
        gap = 1 if spaced and line else 0
        if line and used + gap + size > width and piece not in NOT_FIRST:
            yield line
            line, used, gap = "", 0, 0
        line += " " * gap + piece
        used += gap + size
    yield line


def printed(book: Book) -> list[Line]:
    """The lines of a book as they are printed: wrapped, with page numbers and running heads."""
    layout, language, rng = book.layout, book.language, book.rng
    made: list[Line] = []
    page, left = 1, 30
    head = language.fill(language.head, rng)
    for line in book.lines:
        pieces = [line.text]
        if layout.wrap and line.kind in ("body", "title"):
            pieces = list(wrapped(line.text, layout.wrap, bool(language.join))) or [""]
        for number, piece in enumerate(pieces):
            if layout.pages and left <= 0 and line.kind == "body":
                made.append(Line(f"- {page} -" if rng.random() < 0.5 else str(page), "other"))
                if layout.pages == "heads":
                    made.append(Line(head, "other"))
                page, left = page + 1, 30
            left -= 1
            made.append(Line(piece, line.kind, line.starts if number == 0 else ""))
    return made


@dataclass(frozen=True)
class Written:
    """A book as text, with the first character and the title of each speech."""

    text: str
    starts: list[tuple[int, str]]
    end: int
    """One past the last character of the last speech."""


def written(book: Book) -> Written:
    """The text of a book."""
    text, starts, end = "", [], 0
    for line in printed(book):
        if line.starts:
            indent = len(line.text) - len(line.text.lstrip())
            starts.append((len(text) + indent, line.starts))
        text += line.text + "\n"
        if line.kind == "body":
            end = len(text)
    return Written(text, starts, end)


CHOICES = {
    "title": "{t}|{t}|{t}|{n}．{t}|{h}、{t}|（{n}）{t}|{n} {t}|《{t}》|{s}{n}".split("|"),
    "numbers": ["running", "running", "from", "gaps", "errors"],
    "below": ["", "", "date", "bracketed-date", "note", "speaker", "salutation", "subtitle-date"],
    "ending": ["", "", "", "", "！", "？", "date"],
    "close": ["", "", "", "thanks", "signature", "place-date"],
    "indent": ["", "", "　　", "    "],
    "title_indent": ["", "", "", "　　　　"],
    "blanks_before": [0, 0, 1, 1, 2],
    "blanks_after": [0, 0, 1],
    "wrap": [0, 0, 0, 35, 50, 72],
    "contents": ["", "", "", "start", "end"],
    "pages": ["", "", "numbers", "heads"],
    "points": ["", "", "sentences", "headings"],
    "inside": ["", "", "dialogue", "quotes", "cheers"],
}
"""What a mixed layout is drawn from."""


def mixed(rng: Random) -> Layout:
    """A layout in which every field is drawn by chance."""
    drawn = {name: rng.choice(choices) for name, choices in CHOICES.items()}
    assert set(drawn) <= {each.name for each in fields(Layout)}
    return replace(Layout(), **drawn)
