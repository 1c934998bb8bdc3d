"""Errors, interruption, progress, and the comparison of two texts."""

from __future__ import annotations

import doctest
import pathlib
import random
import signal
import threading

import pytest

import leitong

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"similarity": 2}, "similarity"),
        ({"level": "word"}, "level"),
        ({"keep": "best"}, "keep"),
        ({"keep": "none:min"}, "keep"),
        ({"keep": "all"}, "keep"),
        ({"by": ["containment"]}, "by"),
        ({"remove": "all"}, "remove"),
        ({"memory": 1}, "memory"),
    ],
)
def test_wrong_settings(options, name):
    with pytest.raises(leitong.SettingsError, match=f"^{name}: ") as error:
        leitong.dedup([{"text": "雷同"}], **options)
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize("data", [5, None, [5], {"text": "a"}, object()])
def test_what_is_no_collection(data):
    with pytest.raises(TypeError):
        leitong.dedup(data)


def test_a_column_that_is_not_there():
    pyarrow = pytest.importorskip("pyarrow")
    with pytest.raises(leitong.SettingsError, match=r'no column "body" among: text'):
        leitong.dedup(pyarrow.table({"text": ["a"]}), text="body")
    with pytest.raises(leitong.SettingsError, match="Int64"):
        leitong.scan(pyarrow.table({"text": [1]}))


def test_what_cannot_be_read(tmp_path: pathlib.Path):
    with pytest.raises(leitong.ReadError) as error:
        leitong.scan(tmp_path / "none")
    assert (error.value.path, error.value.line) == (str(tmp_path / "none"), None)
    assert error.value.reason == "no such file or directory"
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": 5}\n', encoding="utf-8")
    with pytest.raises(leitong.ReadError) as error:
        leitong.dedup(path)
    assert (error.value.path, error.value.line) == (str(path), 2)
    with pytest.raises(leitong.LeitongError):
        leitong.dedup_files(tmp_path / "none", None)


def test_another_number_of_records():
    with pytest.raises(ValueError, match="2 decisions, and 1 records"):
        leitong.dedup(["a", "b"]).apply(["a"])


def random_texts(count: int, length: int) -> list[str]:
    """Texts of which each shares half of its characters with the next one."""
    numbers = random.Random(7)
    ideographs = [chr(0x4E00 + at) for at in range(3_000)]
    text = "".join(numbers.choices(ideographs, k=(count + 1) * length // 2))
    return [text[at * length // 2 :][:length] for at in range(count)]


@pytest.mark.parametrize("run", [leitong.dedup, leitong.scan])
def test_ctrl_c_stops_a_run(run):
    # More than is done before it is first asked for signals.
    texts = random_texts(20_000, 700)
    interrupt = threading.Timer(0.02, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        run(texts, threads=1)
    interrupt.join()


def test_other_threads_run_meanwhile():
    texts = random_texts(2_000, 500)
    count = 0
    done = threading.Event()

    def work():
        leitong.dedup(texts)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.wait(0.001):
        count += 1
    worker.join()
    assert count > 5


def test_progress(capsys):
    pytest.importorskip("tqdm")
    leitong.dedup(random_texts(100, 100), progress=True)
    assert "leitong" in capsys.readouterr().err


def test_similarity_and_compare():
    text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。"
    other = text.replace("今年", "去年")
    assert leitong.similarity(text, text) == 1.0
    assert leitong.similarity("", "") == 1.0
    assert leitong.similarity("雷", "同") == 0.0
    assert 0 < leitong.similarity(text, other) < 1
    report = leitong.compare(text, other)
    (match,) = report
    assert (match.a.document, match.b.document) == ("a", "b")
    assert text[match.a.start : match.a.end] == match.a.text
    assert list(report.clusters) == []


def test_paraphrases_are_sought_if_that_is_asked_for():
    report = leitong.scan(["雷同" * 20, "雷同" * 20], semantic=True)
    assert "likeness" in report.data["settings"]
    assert leitong.scan(["a"], semantic=0.5).data["settings"]["likeness"] == 0.5
    assert leitong.scan(["a"], translated=True).data["settings"]["translated"] == "computed"


def test_examples():
    for module in (leitong, leitong._data, leitong._decisions, leitong._dedup, leitong._scan):
        found = doctest.testmod(module)
        assert (found.failed, found.attempted > 0) == (0, True)
    guide = ROOT / "docs" / "guide" / "python.md"
    found = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert (found.failed, found.attempted > 0) == (0, True)
