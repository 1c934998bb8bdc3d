"""The report of a measurement as Markdown."""

from statistics import median


def markdown(report: dict) -> str:
    """What was measured, and one table each for speed, quality and the stages of the peers."""
    collection, settings = report["collection"], report["settings"]
    megabytes = collection["text_bytes"] / 1e6
    parts = [
        f"{collection['name']}: {collection['documents']:,} documents, {megabytes:.1f} MB of text; "
        f"similarity {settings['similarity']}, peers with {settings['bands']} bands of {settings['rows']} rows",
        table(["tool", "threads", "wall s (median)", "(min)", "CPU s", "MB/s", "peak MiB"], [speed(row, megabytes) for row in done(report)]),
        table(["tool", "removed", "precision", *bands(report)], [quality(row) for row in done(report) if "precision" in row]),
        table(["tool", "stages, median seconds"], [stages(row) for row in done(report) if "stages" in row]),
    ]
    parts += [f"{row['tool']} failed: {row['failed']}" for row in report["tools"] if "failed" in row]
    if report["left_out"]:
        parts.append(f"not installed: {', '.join(report['left_out'])}")
    return "\n\n".join(part for part in parts if part)


def done(report: dict) -> list[dict]:
    """The tools that came to an end."""
    return [row for row in report["tools"] if row["wall"]]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, or nothing if it has no rows."""
    if not rows:
        return ""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def speed(row: dict, megabytes: float) -> list[str]:
    """Whole-process figures of one tool."""
    wall = median(row["wall"])
    figures = [f"{wall:.2f}", f"{min(row['wall']):.2f}", f"{median(row['cpu']):.2f}", f"{megabytes / wall:.1f}", f"{max(row['peak_mib']):.0f}"]
    return [row["tool"], str(row["threads"]), *figures]


def bands(report: dict) -> list[str]:
    """Heads of the bands with the pairs that are in them."""
    scored = next((row for row in done(report) if "recall" in row), {"recall": []})
    return [f"{band['from']}-{band['to']} ({band['pairs']:,})" for band in scored["recall"]]


def quality(row: dict) -> list[str]:
    """Precision, and for each band the share of pairs of which one was removed (in brackets: in one cluster)."""
    removed, right = row["precision"]["removed"], row["precision"]["right"]
    found = [f"{share(band['found'], band['pairs'])} ({share(band['joined'], band['pairs'])})" for band in row.get("recall", [])]
    return [row["tool"], f"{removed:,}", share(right, removed, 4), *found]


def share(part: int, whole: int, digits: int = 3) -> str:
    """A share, never rounded up to 1."""
    if not whole:
        return "-"
    return "1" if part == whole else f"{min(part / whole, 1 - 10**-digits):.{digits}f}"


def stages(row: dict) -> list[str]:
    """Median seconds of each stage that an adapter timed."""
    names = row["stages"][0]
    return [row["tool"], ", ".join(f"{name} {median(run[name] for run in row['stages']):.2f}" for name in names)]
