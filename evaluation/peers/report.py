"""The report of a measurement as Markdown."""

from statistics import median

from evaluation.common.markdown import share, table


def markdown(report: dict) -> str:
    """The collection and the settings, then tables of speed, of quality and of stages."""
    collection, settings = report["collection"], report["settings"]
    megabytes = collection["text_bytes"] / 1e6
    bands_and_rows = f"{settings['bands']} bands of {settings['rows']} rows"
    parts = [
        f"{collection['name']}: {collection['documents']:,} documents, {megabytes:.1f} MB of text; "
        f"similarity {settings['similarity']}, peers with {bands_and_rows}",
        table(
            ["tool", "threads", "wall s (median)", "(min)", "CPU s", "MB/s", "peak MiB"],
            [speed(row, megabytes) for row in done(report)],
        ),
        table(
            ["tool", "removed", "precision", *bands(report)],
            [quality(row) for row in done(report) if "precision" in row],
        ),
        table(
            ["tool", "stages, median seconds"],
            [stages(row) for row in done(report) if "stages" in row],
        ),
    ]
    parts += [
        f"{row['tool']} failed: {row['failed']}" for row in report["tools"] if "failed" in row
    ]
    if report["left_out"]:
        parts.append(f"not installed: {', '.join(report['left_out'])}")
    return "\n\n".join(part for part in parts if part)


def done(report: dict) -> list[dict]:
    """The tools with a run that ended well."""
    return [row for row in report["tools"] if row["wall"]]


def speed(row: dict, megabytes: float) -> list[str]:
    """Whole-process figures of one tool."""
    wall = median(row["wall"])
    figures = [
        f"{wall:.2f}",
        f"{min(row['wall']):.2f}",
        f"{median(row['cpu']):.2f}",
        f"{megabytes / wall:.1f}",
        f"{max(row['peak_mib']):.0f}",
    ]
    return [row["tool"], str(row["threads"]), *figures]


def bands(report: dict) -> list[str]:
    """The heads of the columns of recall, with the number of pairs in each range."""
    scored = next((row for row in done(report) if "recall" in row), {"recall": []})
    return [f"{band['from']}-{band['to']} ({band['pairs']:,})" for band in scored["recall"]]


def quality(row: dict) -> list[str]:
    """Precision, and for each range the share of pairs of which one was removed.

    In brackets: the share of pairs in one cluster.
    """
    removed, right = row["precision"]["removed"], row["precision"]["right"]
    found = [
        f"{share(band['found'], band['pairs'])} ({share(band['joined'], band['pairs'])})"
        for band in row.get("recall", [])
    ]
    return [row["tool"], f"{removed:,}", share(right, removed, 4), *found]


def stages(row: dict) -> list[str]:
    """The median seconds of each stage that an adapter timed."""
    names = row["stages"][0]
    return [
        row["tool"],
        ", ".join(f"{name} {median(run[name] for run in row['stages']):.2f}" for name in names),
    ]
