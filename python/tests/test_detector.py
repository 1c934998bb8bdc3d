"""The stages of a detector have the results of the whole runs."""

from __future__ import annotations

import collections
import itertools
import pathlib
import pickle
import random

import pytest

import leitong

TEXTS = ["床前明月光，疑是地上霜。", None, "床前明月光,疑是地上霜!", "雷同", "……"]


def poems(count, seed):
    """Texts of which some are edited copies of others."""
    chance = random.Random(seed)
    characters = [chr(0x4E00 + number) for number in range(2000)]
    texts = []
    for _ in range(count):
        if texts and chance.random() < 0.5:
            text = list(chance.choice(texts))
            for _ in range(chance.randrange(5)):
                text[chance.randrange(len(text))] = chance.choice(characters)
        else:
            text = chance.choices(characters, k=60)
        texts.append("".join(text))
    return texts


def test_values_and_missing_ones():
    detector = leitong.Detector()
    hashes, signatures = detector.content_hashes(TEXTS), detector.signatures(TEXTS)
    keys = detector.band_keys(TEXTS)
    assert [value if value is None else len(value) for value in hashes] == [16, None, 16, 16, 16]
    assert hashes[0] == hashes[2] and len(set(hashes)) == 4
    for column, width in ((signatures, detector.slots), (keys, detector.bands)):
        assert column.shape == (5, width) and len(column) == 5
        lengths = [value if value is None else len(value) for value in column]
        assert lengths == [width, None, width, None, None]
        assert column[0] == column[2] == column[-3]
        for wrong in (5, -6):
            with pytest.raises(IndexError):
                column[wrong]
    assert len(detector.signatures([])) == 0


def test_whoever_shares_a_key_and_is_similar_is_a_duplicate():
    texts = poems(400, 7)
    detector = leitong.Detector(similarity=0.6)
    buckets = collections.defaultdict(list)
    for number, keys in enumerate(detector.band_keys(texts)):
        for key in set(keys):
            buckets[key].append(number)
    pairs = set(itertools.chain(*(itertools.combinations(each, 2) for each in buckets.values())))
    removed = set()
    for one, other in sorted(pairs):
        if one not in removed and detector.jaccard(texts[one], texts[other]) >= 0.6:
            removed.add(other)
    found = leitong.dedup(texts, similarity=0.6, by=["jaccard"], guard=False, fold_script="never")
    assert {number for number, keeps in enumerate(found.keep) if not keeps} == removed
    assert 100 < len(removed) < 300


def test_a_signature_estimates_the_similarity():
    texts = poems(300, 8)
    detector = leitong.Detector(slots=512)
    signatures = detector.signatures(texts)
    errors = [
        detector.estimate(signatures[one], signatures[other])
        - detector.jaccard(texts[one], texts[other])
        for one, other in itertools.pairwise(range(300))
    ]
    assert abs(sum(errors)) / len(errors) < 0.01
    assert max(map(abs, errors)) < 0.15
    assert detector.estimate(None, signatures[0]) == 0.0
    assert detector.estimate([0] * 512, [0] * 512) == 0.0
    with pytest.raises(leitong.SettingsError, match=r"^signature: 3 slots"):
        detector.estimate(signatures[0], [1, 2, 3])


def test_threads_and_copies_change_nothing():
    texts = poems(700, 9)
    detector = leitong.Detector(seed=3)
    copy = pickle.loads(pickle.dumps(detector))
    assert detector.fingerprint() == copy.fingerprint() != leitong.Detector().fingerprint()
    for stage in ("content_hashes", "signatures", "band_keys"):
        one = list(getattr(detector, stage)(texts, threads=1))
        assert one == list(getattr(copy, stage)(texts, threads=3))
        assert one[500:] == list(getattr(detector, stage)(texts[500:]))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"similarity": 0}, "similarity"),
        ({"similarity": 0.1, "slots": 2}, "similarity"),
        ({"slots": 0}, "similarity"),
        ({"recall": 1}, "recall"),
        ({"shingle": "word"}, "shingle"),
        ({"weight": "tf"}, "weight"),
        ({"fold_script": "auto"}, "fold_script"),
    ],
)
def test_wrong_settings(options, name):
    with pytest.raises(leitong.SettingsError, match=f"^{name}: "):
        leitong.Detector(**options)


@pytest.mark.parametrize("texts", ["雷同", 5, [5], [{"text": "雷同"}], pathlib.Path("a"), object()])
def test_what_is_no_column(texts):
    with pytest.raises(TypeError):
        leitong.Detector().signatures(texts)


def test_settings():
    traditional = ["軟體", "软体", "软件"]
    for fold, different in (("never", 3), ("always", 2), ("words", 1)):
        detector = leitong.Detector(fold_script=fold)
        assert len(set(detector.content_hashes(traditional))) == different
    words = leitong.Detector(weight="idf")
    assert words.similarity == 0.45
    assert words.signatures(TEXTS)[0] is not None
    assert leitong.Detector(similarity=0.9).rows > leitong.Detector().rows


def test_numpy_sees_the_values():
    numpy = pytest.importorskip("numpy")
    detector = leitong.Detector()
    signatures = detector.signatures(TEXTS)
    array = numpy.asarray(signatures)
    assert array.shape == (5, 128) and array.dtype == numpy.uint32 and not array.flags["W"]
    assert numpy.shares_memory(array, numpy.asarray(signatures))
    del signatures
    assert array[0].tolist() == detector.signatures(TEXTS)[0]
    assert not array[1].any() and not array[3].any()
    assert detector.estimate(array[0], array[2]) == 1.0
    assert detector.estimate(array[1], array[3]) == 0.0
    keys = numpy.asarray(detector.band_keys(TEXTS))
    assert keys.dtype == numpy.uint64 and keys[2].tolist() == detector.band_keys(TEXTS)[0]
    hashes = numpy.asarray(detector.content_hashes(TEXTS))
    assert hashes.shape == (5,) and hashes[0].tobytes() == detector.content_hashes(TEXTS)[0]
    assert numpy.asarray(detector.signatures([])).shape == (0, 128)


def test_arrow_takes_the_values():
    pyarrow = pytest.importorskip("pyarrow")
    numpy = pytest.importorskip("numpy")
    detector = leitong.Detector()
    types = {
        "content_hashes": pyarrow.binary(16),
        "signatures": pyarrow.list_(pyarrow.field("item", pyarrow.uint32(), False), 128),
        "band_keys": pyarrow.list_(pyarrow.field("item", pyarrow.uint64(), False), detector.bands),
    }
    for stage, kind in types.items():
        column = getattr(detector, stage)(TEXTS)
        array = pyarrow.array(column)
        array.validate(full=True)
        assert array.type == kind and array.to_pylist() == list(column)
        if stage == "signatures":
            start = numpy.asarray(column).__array_interface__["data"][0]
            assert array.values.buffers()[1].address == start


def test_columns_of_libraries():
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    numpy = pytest.importorskip("numpy")
    detector = leitong.Detector()
    expected = list(detector.signatures(TEXTS))
    columns = [
        tuple(TEXTS),
        pandas.Series(TEXTS),
        pandas.Series(TEXTS, dtype="string"),
        pandas.Series(TEXTS, dtype=pandas.ArrowDtype(pyarrow.string())),
        polars.Series(TEXTS),
        pyarrow.array(TEXTS),
        pyarrow.array(TEXTS, pyarrow.large_string()).slice(0),
        pyarrow.chunked_array([TEXTS[:2], TEXTS[2:]]),
        numpy.array(TEXTS, dtype=object),
    ]
    for column in columns:
        assert list(detector.signatures(column)) == expected, type(column)
    for table in (polars.DataFrame({"text": TEXTS}), pyarrow.table({"text": TEXTS})):
        with pytest.raises(TypeError):
            detector.signatures(table)
    with pytest.raises(TypeError):
        detector.signatures(pandas.DataFrame({"text": TEXTS}))
    with pytest.raises(leitong.SettingsError):
        detector.signatures(pyarrow.array([1, 2]))
    assert polars.Series(detector.signatures(TEXTS)).to_list() == expected
