#!/usr/bin/env python3
"""Trees that Stanford CoreNLP made, written as CoNLL-U after the conventions of GUM.

    silver_trees.py NAMES.words.tsv CORENLP.json... > silver.conllu

The JSON is that of the annotators tokenize,ssplit,pos,depparse (CoreNLP 4.5, UD v2). Converted are:
tags (from the Penn tag and the relation), names of persons (flat, headed by the given name, titles
hang on it) and relations that say nothing ("dep": the head is unknown, "_"). Sentences whose words do
not spell their text are left out.
"""
import json
import sys

TITLES = set(
    "President Vice Mr. Mrs. Ms. Dr. Sen. Rep. Gov. Senator Secretary General Prime Minister Judge "
    "Justice Governor Congressman Congresswoman Representative Chairman Professor Prof. Gen. Lt. Col. "
    "Capt. King Queen Prince Princess Pope Sir Lord Lady Rev. Officer Detective Sheriff Mayor "
    "Chancellor Speaker Ambassador Attorney Director Leader Sens. Reps.".split())
PLACES = set(
    "street university times post party house city county institute act hospital foundation center "
    "school college".split())
BY_PENN = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ",
    "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "MD": "AUX", "PDT": "DET",
    "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON", "EX": "PRON", "CC": "CCONJ",
    "CD": "NUM", "RP": "ADP", "UH": "INTJ", "POS": "PART", "FW": "X", "SYM": "SYM", "$": "SYM",
    "#": "SYM", "LS": "X", "ADD": "X", "GW": "X"}
LONGEST = 110
ODD_SPACES = "\xa0\u200b\u2028\u2009\t"


def tag_of(token, relation):
    penn, word = token["pos"], token["originalText"].lower()
    if word == "%":
        return "SYM"
    if penn == "RB" and word in ("not", "n't", "n\u2019t"):
        return "PART"
    if penn.startswith("VB"):
        return "AUX" if relation in ("aux", "aux:pass", "cop") else "VERB"
    if penn == "IN":
        return "SCONJ" if relation == "mark" else "ADP"
    if penn == "TO":
        return "PART" if relation == "mark" else "ADP"
    if penn in ("DT", "WDT"):
        return "DET" if relation in ("det", "det:predet", "advmod", "cc:preconj") else "PRON"
    return BY_PENN.get(penn, "PUNCT")


def turn_name(first, last, words, given, heads, relations):
    """Makes a run of proper nouns that is a person flat; heads count from 1."""
    start = first
    while start < last and words[start] in TITLES:
        start += 1
    person = (start < last <= start + 3 and words[start].lower() in given
              and words[last].lower() not in PLACES)
    if person:
        heads[start], relations[start] = heads[last], relations[last]
        for i, head in enumerate(heads):
            if head - 1 == last and not first <= i <= last:
                heads[i] = start + 1
        for i in range(start + 1, last + 1):
            heads[i], relations[i] = start + 1, "flat"
    if person or start == last > first:
        for i in range(first, start):
            heads[i], relations[i] = start + 1, "nmod:desc"


def turn_names(tokens, tags, given, heads, relations):
    words = [t["originalText"] for t in tokens]
    i = 0
    while i < len(words):
        last = i
        while tags[i] == "PROPN" and last + 1 < len(words) and tags[last + 1] == "PROPN":
            last += 1
        if last > i and all(i <= heads[k] - 1 <= last and relations[k] == "compound"
                            for k in range(i, last)):
            turn_name(i, last, words, given, heads, relations)
        i = last + 1


def text_of(tokens):
    raw = "".join((t["before"] if i else "") + t["originalText"] for i, t in enumerate(tokens))
    raw = " ".join(raw.split())
    spelt = "".join(t["originalText"] for t in tokens) == raw.replace(" ", "")
    odd = any(ord(c) < 32 or c in ODD_SPACES for c in raw)
    return raw if spelt and not odd and len(raw) < 2000 else None


def write_sentence(sentence, given, out):
    tokens = sentence["tokens"]
    text = text_of(tokens) if 3 <= len(tokens) <= LONGEST else None
    if text is None:
        return
    arcs = {arc["dependent"]: arc for arc in sentence["basicDependencies"]}
    heads = [arcs[t["index"]]["governor"] for t in tokens]
    relations = [arcs[t["index"]]["dep"] for t in tokens]
    tags = [tag_of(t, r) for t, r in zip(tokens, relations)]
    turn_names(tokens, tags, given, heads, relations)
    out.write(f"# text = {text}\n")
    for i, token in enumerate(tokens):
        relation = "root" if relations[i] == "ROOT" else relations[i]
        unsure = relation in ("dep", "goeswith", "orphan")
        columns = [str(i + 1), token["originalText"], "_", tags[i], token["pos"], "_",
                   "_" if unsure else str(heads[i]), "dep" if unsure else relation, "_", "_"]
        out.write("\t".join(columns) + "\n")
    out.write("\n")


def main(names, paths):
    with open(names, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    given = {row[0] for row in rows if len(row) > 1 and "g" in row[1]}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for sentence in json.load(file)["sentences"]:
                write_sentence(sentence, given, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
