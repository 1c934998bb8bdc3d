"""Makes small Model2Vec folders for the tests, each with another kind of tokenizer, and what
Model2Vec makes of some texts.

    $ python3 -m venv target/evaluation/folders
    $ P=target/evaluation/folders/bin/python
    $ $P -m pip install model2vec==0.10.0 tokenizers==0.23.3 numpy==2.4.6 scikit-learn==1.9.1
    $ $P -m evaluation.model.folders                # writes tests/data/model2vec/

All texts are written here, and all vectors are random: no model of anybody is in these folders. The
components are whole numbers up to 7, times a whole number for each piece, so that Leitong rounds
nothing, except where a folder is about rounding.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from model2vec.model import quantize_model
from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from evaluation.common.paths import ROOT

OUTPUT = ROOT / "tests" / "data" / "model2vec"
DIMENSIONS = 8
PIECES = 420
CORPUS = [
    "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。",
    "全市各级部门必须加强社区服务，解决居民生活中的困难，让大家感到满意。",
    "医院开设了夜间门诊，病人下班以后就能看病，路上的时间也缩短了。",
    "今年夏天雨水很多，江河的水位上涨得很快，乡亲们把粮食搬到高处。",
    "The doctors of the hospital opened an evening clinic for patients who work during the day.",
    "Teachers often encourage their students to ask questions and to think about the answers.",
    "The company decided to expand its production, to buy new machines, and to hire engineers.",
    "Rain fell for three days; the rivers were rising, and the farmers carried the grain uphill.",
    "使用 GPU 的用户可以自己计算向量，then compare the records by cosine。",
    "Un café à côté de l'école était fermé; Müller trank naïvement seinen Kaffee.",
    "In 2024 the price rose by 3.5%, from 1,200 to 1,242 yuan.",
]
TEXTS = [
    *CORPUS,
    "",
    " ",
    "能力",
    "the",
    "Opened opening OPENED",
    "  two  spaces,\ttabs\n\nand lines \n",
    "努力工作，努力工作。Work hard！",
    "我們要努力提高領導幹部的工作能力。",
    "ＦＵＬＬ　ｗｉｄｔｈ １２３ ½ ﬁne",
    "cafe\u0301 café CAFÉ Ångström ß",
    "emoji 😀👍🏽 and 👨‍👩‍👧 here",
    "한국어 문장과 日本語の文、ภาษาไทย",
    "مرحبا بالعالم שלום",
    "𠀀𠮷野家 \u200b\u00ad\ufeff",
    "don't can't we'll it's I'M",
    "a/b_c-d@e.com https://example.org/?q=1&r=2#x",
    "[UNK] <unk> [CLS] </s> ▁ Ġ ##ing",
    "x" * 300,
    "\u0000\u0007control\u202echars",
]
QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def word_piece(lowercase: bool) -> Tokenizer:
    """As BERT's: words in pieces, of which inner ones begin with two hashes."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=PIECES, special_tokens=["[PAD]", "[UNK]", "[CLS]"], show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A", special_tokens=[("[CLS]", tokenizer.token_to_id("[CLS]"))]
    )
    return tokenizer


def unigram() -> Tokenizer:
    """As XLM-R's: the most probable pieces, where a low line stands for a space."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=PIECES, special_tokens=["<s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def byte_pairs() -> Tokenizer:
    """As GPT-2's and ModernBERT's: pairs of bytes, each written as a letter."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel()
    train_bytes(tokenizer)
    return tokenizer


def qwen() -> Tokenizer:
    """As Qwen's: pairs of bytes in parts that an expression with a look-ahead finds."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    train_bytes(tokenizer)
    return tokenizer


def train_bytes(tokenizer: Tokenizer) -> None:
    """Learns pairs of bytes."""
    trainer = trainers.BpeTrainer(
        vocab_size=PIECES,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)


def sentence_pairs() -> Tokenizer:
    """As Gemma's: pairs of characters, a low line for a space, and bytes of unknown ones."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    trainer = trainers.BpeTrainer(
        vocab_size=PIECES + 256,
        special_tokens=["<unk>", *(f"<0x{byte:02X}>" for byte in range(256))],
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def words() -> Tokenizer:
    """Whole words."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(special_tokens=["[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def static_model(tokenizer: Tokenizer, weights: bool = False) -> StaticModel:
    """A model of random vectors."""
    random = np.random.default_rng(18)
    count = tokenizer.get_vocab_size()
    rows = random.integers(-7, 8, (count, DIMENSIONS))
    # The largest component tells the step by which a vector is rounded.
    rows[np.arange(count), random.integers(0, DIMENSIONS, count)] = 7
    factors = random.integers(1, 128, count)
    # The longest vector has the largest factor.
    rows[-1], factors[-1] = 7, 127
    if weights:
        return StaticModel(
            rows.astype(np.float32), tokenizer, {}, weights=factors.astype(np.float32)
        )
    return StaticModel((rows * factors[:, None]).astype(np.float32), tokenizer, {})


def folders() -> dict[str, StaticModel]:
    """The models, by the names of their folders."""
    plain = {
        "word-piece": word_piece(lowercase=True),
        "word-piece-cased": word_piece(lowercase=False),
        "unigram": unigram(),
        "byte-pairs": byte_pairs(),
        "qwen": qwen(),
        "sentence-pairs": sentence_pairs(),
        "words": words(),
    }
    made = {name: static_model(tokenizer) for name, tokenizer in plain.items()}
    made["weights"] = static_model(plain["word-piece"], weights=True)
    made["half"] = quantize_model(made["byte-pairs"], quantize_to="float16")
    made["bytes"] = quantize_model(made["unigram"], quantize_to="int8")
    made["clusters"] = quantize_model(made["word-piece"], vocabulary_quantization=64)
    made["clusters-bytes"] = quantize_model(made["clusters"], quantize_to="int8")
    return made


def expected(model: StaticModel) -> list[dict]:
    """The pieces of each text, and the direction of their mean."""
    ids = model.tokenize(TEXTS)
    vectors = model.encode(TEXTS, max_length=None).astype(np.float64)
    norms = np.linalg.norm(vectors, axis=1)
    units = vectors / np.where(norms > 0, norms, 1)[:, None]
    return [
        {"text": text, "ids": pieces, "vector": [round(float(value), 5) for value in unit]}
        for text, pieces, unit in zip(TEXTS, ids, units, strict=True)
    ]


def main() -> None:
    """Writes the folders."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    shutil.rmtree(output, ignore_errors=True)
    for name, model in folders().items():
        folder = output / name
        model.save_pretrained(folder)
        for other in folder.iterdir():
            if other.name not in ("tokenizer.json", "model.safetensors"):
                other.unlink()
        lines = [json.dumps(line, ensure_ascii=True) for line in expected(model)]
        (folder / "expected.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
