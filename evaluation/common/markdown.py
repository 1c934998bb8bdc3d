"""Tables in Markdown."""


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, or an empty string if there are no rows."""
    if not rows:
        return ""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def share(part: int, whole: int, digits: int = 3) -> str:
    """A share as a decimal fraction, never rounded up to 1."""
    if not whole:
        return "-"
    return "1" if part == whole else f"{min(part / whole, 1 - 10**-digits):.{digits}f}"
