"""The results of the package are those of the command line, to the last byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leitong
from conftest import Command
from generated import collections, records, texts

law = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
READ = ["--input-format", "jsonl", "--no-config", "--no-progress", "--quiet", "--on-error", "skip"]


@law
@given(
    collection=collections,
    against=collections | st.none(),
    keep=st.sampled_from(["first", "last", "longest", "all", "day:min", "day:max"]),
    by=st.sampled_from(["jaccard", "jaccard,containment,edit", "jaccard,coverage"]),
    similarity=st.floats(0.4, 1.0),
    guard=st.booleans(),
    threads=st.integers(1, 3),
)
def test_dedup(command, collection, against, keep, by, similarity, guard, threads):
    data = records(*collection)
    reference = None if against is None else records(*against)
    command.write("data", data)
    options = ["--keep", keep, "--by", by, "--similarity", repr(similarity)]
    options += ["--guard", "on" if guard else "off", "--duplicates", "list.jsonl"]
    if reference is not None:
        command.write("against", reference)
        options += ["--against", "against"]
    run = command.run("dedup", "data", "-o", "out.jsonl", *options, *READ)
    if run.returncode not in (0, 3):
        with pytest.raises(leitong.LeitongError):
            leitong.dedup(data, against=reference, keep=keep)
        return
    found = leitong.dedup(
        data,
        against=reference,
        keep=keep,
        by=by.split(","),
        similarity=similarity,
        guard=guard,
        threads=threads,
    )
    assert found.duplicates.to_json_lines().encode() == command.read("list.jsonl")
    kept = [json.dumps(record, ensure_ascii=False) + "\n" for record in found.apply(data)]
    assert "".join(kept).encode() == command.read("out.jsonl")
    assert found.summary.kept == len(kept) == sum(map(bool, found.keep))
    # Of the reference too.
    assert bool(found.summary["skips"]) == (run.returncode == 3)


@law
@given(collection=collections, level=st.sampled_from(["speech", "paragraph", "passage"]))
def test_dedup_of_parts(command, collection, level):
    data = [{"text": text, "n": at} for at, text in enumerate(texts(*collection))]
    command.write("data", data)
    run = command.run(
        "dedup", "data", "-o", "out.jsonl", "--level", level, "--min-chars", "10",
        "--duplicates", "list.jsonl", *READ,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = leitong.dedup(data, level=level, min_chars=10)
    assert found.duplicates.to_json_lines().encode() == command.read("list.jsonl")
    kept = [json.loads(line) for line in command.read("out.jsonl").split(b"\n") if line]
    assert found.apply(data) == kept
    # Places are indices into the texts.
    for line in found.duplicates:
        if "start" in line:
            assert 0 <= line["start"] < line["end"] <= len(data[line["line"] - 1]["text"])


@law
@given(collection=collections, against=collections | st.none(), semantic=st.just(False))
def test_scan(command, collection, against, semantic):
    data = records(*collection)
    reference = None if against is None else records(*against)
    command.write("data", data)
    options = ["--min-chars", "10", "--format", "json"]
    if reference is not None:
        command.write("against", reference)
        options += ["--against", "against"]
    run = command.run("scan", "data", *options, *READ)
    if run.returncode not in (0, 3):
        with pytest.raises(leitong.LeitongError):
            leitong.scan(data, against=reference, min_chars=10)
        return
    report = leitong.scan(data, against=reference, min_chars=10, semantic=semantic)
    assert report.to_json().encode() == run.stdout
    of_id = {document["id"]: document for document in report.documents}
    sources = {"data": data, "against": reference}
    for match in report:
        for side in (match.a, match.b):
            document = of_id[side.document]
            text = sources[document["path"]][document["line"] - 1]["text"]
            assert text[side.start : side.end] == side.text


@law
@given(collection=collections)
def test_files(command, collection):
    data = records(*collection)
    command.write("in.jsonl", data)
    run = command.run("dedup", "in.jsonl", "-o", "out.jsonl", "--no-config", "--format", "json")
    path = command.folder / "in.jsonl"
    try:
        summary = leitong.dedup_files(path, command.folder / "same.jsonl")
    except leitong.ReadError:
        assert run.returncode == 1
        return
    assert run.returncode in (0, 3)
    assert command.read("same.jsonl") == command.read("out.jsonl")
    told = json.loads(run.stdout)
    for name in ("read", "kept", "removed", "skipped", "clusters"):
        assert summary[name] == told[name]
    assert list(leitong.dedup(path).keep).count(True) == summary.kept


def test_the_command_has_its_exit_codes(command: Command) -> None:
    assert command.run("--version").returncode == 0
    assert command.run("scan").returncode == 2
    assert command.run("scan", "nothing-is-here").returncode == 1
