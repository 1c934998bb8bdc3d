"""Spans of documents: their overlap, their ends, and how matches name them."""

from dataclasses import dataclass

SPAN_COLUMNS = "doc_a start_a end_a doc_b start_b end_b".split()
"""The columns of a known pair of spans, as `leitong eval` reads them."""


@dataclass(frozen=True)
class Span:
    """Part of a document: from `start` to `end` in characters, without the character at `end`."""

    document: str
    start: int
    end: int

    @classmethod
    def of_match(cls, side: dict) -> "Span":
        """The span of one side of a match."""
        return cls(side["document"], side["start"], side["end"])

    def overlap(self, other: "Span") -> int:
        """The number of characters that are in both spans."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covered(self, others: list["Span"]) -> int:
        """The number of characters that are in any of `others`."""
        clipped = (range(max(each.start, self.start), min(each.end, self.end)) for each in others)
        return len(set().union(*clipped))

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.document}:{self.start}-{self.end}"


def known_pair(row: dict[str, str]) -> tuple[Span, Span]:
    """The two spans of a row with the columns of `SPAN_COLUMNS`."""
    a, b = (
        Span(row[f"doc_{side}"], int(row[f"start_{side}"]), int(row[f"end_{side}"]))
        for side in "ab"
    )
    return a, b


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of a span without the punctuation and spaces at its ends."""
    while start < end and not text[end - 1].isalnum():
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return start, end
