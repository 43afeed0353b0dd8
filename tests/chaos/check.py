"""What must hold, while the faults go on and at the end.

Watcher reads the output and dead-letter topics as a downstream reader does (read_committed) and
notes when each record became visible, and how far the last stable offset stands behind.
verify() compares all that came out with all that went in.
"""
import bisect
import collections
import concurrent.futures
import json
import subprocess
import threading
import time

from confluent_kafka import Consumer, KafkaException, TopicPartition

CONNECT = "__connect.errors."


def reader(brokers, isolation="read_committed"):
    return Consumer({"bootstrap.servers": brokers, "group.id": "chaos-check", "enable.auto.commit": False,
                     "auto.offset.reset": "earliest", "isolation.level": isolation,
                     "log_level": 0, "fetch.message.max.bytes": 4_000_000})


def assign_all(consumer, topics):
    """All partitions from their beginning; waits for topics that a broker does not know yet."""
    found = {}
    while any(t not in found or not found[t].partitions for t in topics):
        found = consumer.list_topics(timeout=30).topics
        time.sleep(0.1)
    parts = [TopicPartition(t, p, 0) for t in topics for p in found[t].partitions]
    consumer.assign(parts)
    return parts


def number(message):
    for key, value in message.headers() or []:
        if key == "n":
            return int(value)
    return None


class Watcher(threading.Thread):
    """seen[topic] is a list of (n, partition, offset, time visible, value, key, headers)."""

    def __init__(self, brokers, output, dead):
        super().__init__(daemon=True)
        self.topics, self.brokers = (output, dead), brokers
        self.seen = {t: [] for t in self.topics}
        self.stalls = {}
        self.halt = threading.Event()
        self.lock = threading.Lock()

    def run(self):
        consumer = reader(self.brokers)
        assign_all(consumer, self.topics)
        committed, everything = reader(self.brokers), reader(self.brokers, "read_uncommitted")
        for tp in assign_all(reader(self.brokers), self.topics[:1]):
            threading.Thread(target=self.probe, args=(committed, everything, tp), daemon=True).start()
        while not self.halt.is_set():
            for m in consumer.consume(500, 0.05):
                if m.error() is None:
                    with self.lock:
                        self.seen[m.topic()].append((number(m), m.partition(), m.offset(), time.time(),
                                                     m.value(), m.key(), m.headers()))
        consumer.close()

    def probe(self, committed, everything, tp):
        """How long has the last stable offset of a partition stood behind its end, unmoved?"""
        since = None
        while not self.halt.wait(0.25):
            try:
                stable = committed.get_watermark_offsets(tp, timeout=1)[1]
                end = everything.get_watermark_offsets(tp, timeout=1)[1]
            except Exception:  # a broker is away: the next probe will tell
                continue
            now = time.monotonic()
            if stable >= end:
                since = None
            elif since is None or since[0] != stable:
                since = stable, now
            else:
                self.stalls[tp.partition] = max(self.stalls.get(tp.partition, 0.0), now - since[1])

    def stall_s(self):
        return max(self.stalls.values(), default=0.0)

    def came_out(self):
        """(n, when it became visible) of every record so far, annotated or dead letter."""
        with self.lock:
            return [(n, when) for rows in self.seen.values() for n, _p, _o, when, *_ in rows]

    def count(self):
        return {n for n, _ in self.came_out()}


class Commits(threading.Thread):
    """Notes when the group's offset of each partition moved; pending ones of open transactions do not count."""

    def __init__(self, brokers, group, topic, partitions):
        super().__init__(daemon=True)
        self.consumer = Consumer({"bootstrap.servers": brokers, "group.id": group, "log_level": 0,
                                  "isolation.level": "read_uncommitted", "enable.auto.commit": False})
        self.parts = [TopicPartition(topic, p) for p in range(partitions)]
        self.moves = {p: [] for p in range(partitions)}  # (offset, when)
        self.halt = threading.Event()

    def run(self):
        while not self.halt.wait(0.2):
            try:
                rows = self.consumer.committed(self.parts, timeout=2)
            except KafkaException:  # the coordinator is away
                continue
            for row in rows:
                moves = self.moves[row.partition]
                if row.error is None and row.offset > (moves[-1][0] if moves else 0):
                    moves.append((row.offset, time.time()))

    def came_out(self, sent):
        """(n, when its offset was committed)."""
        for n, (_, partition, offset) in sent.items():
            moves = self.moves[partition]
            i = bisect.bisect_right(moves, offset, key=lambda move: move[0])
            if i < len(moves):
                yield n, moves[i][1]


def compare_streams(sent, watcher, output, dead):
    """Loss, duplicates, order and dead letters: a dict of counts that must be 0, and their samples."""
    faults, samples = collections.Counter(), collections.defaultdict(list)

    def bad(what, detail):
        faults[what] += 1
        if len(samples[what]) < 5:
            samples[what].append(detail)

    copies = collections.Counter(n for rows in watcher.seen.values() for n, *_ in rows)
    for n in sent:
        if copies[n] == 0:
            bad("lost", sent[n])
        elif copies[n] > 1:
            faults["duplicated"] += copies[n] - 1
            samples["duplicated"].append((n, sent[n]))
    for n in copies:
        if n not in sent:
            bad("unknown", n)
    last = {}
    for n, part, offset, *_rest in sorted(watcher.seen[output], key=lambda r: (r[1], r[2])):
        key = _rest[2]
        if n < last.get(key, -1):
            bad("inverted", (key, n, last[key]))
        last[key] = max(n, last.get(key, -1))
    for n, *_rest in watcher.seen[dead]:
        if n in sent and sent[n][0] not in ("poison", "oversize"):
            bad("dead-without-reason", (n, sent[n]))
    for n, _p, _o, _t, value, key, headers in watcher.seen[dead]:
        names = {k[len(CONNECT):]: v.decode() for k, v in headers or [] if k.startswith(CONNECT)}
        if n in sent and (names.get("partition"), names.get("offset")) != tuple(map(str, sent[n][1:])):
            bad("dead-letter-headers", (n, names, sent[n]))
        if not names.get("exception.message") or not names.get("topic"):
            bad("dead-letter-headers", (n, names))
    for n, *_rest in watcher.seen[output]:
        if n in sent and sent[n][0] in ("poison", "oversize"):
            bad("annotated-poison", (n, sent[n]))
    return faults, samples


def annotate(program, values):
    text = b"\n".join(values) + b"\n"
    done = subprocess.run([program, "annotate"], input=text, stdout=subprocess.PIPE, timeout=900)
    return done.stdout.split(b"\n")[:-1]


def first_difference(value, line):
    """Some bytes around it, of both."""
    at = next((i for i, (a, b) in enumerate(zip(value, line)) if a != b), min(len(value), len(line)))
    return value[max(0, at - 60):at + 60], line[max(0, at - 60):at + 60]


def compare_bytes(program, inputs, watcher, output):
    """Every annotated record equals what `stancewire annotate` makes of its input."""
    rows = [(n, value) for n, _p, _o, _t, value, *_ in watcher.seen[output] if value is not None and n in inputs]
    values, half = [inputs[n] for n, _ in rows], len(rows) // 2
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # a process each
        parts = pool.map(lambda some: annotate(program, some), (values[:half], values[half:]))
    lines = [line for part in parts for line in part]
    if len(lines) != len(rows):
        return len(rows), [("lines", len(lines), len(rows))]

    def plain(record):
        record = json.loads(record)
        record["annotations"].pop("near_duplicate_of", None)
        return record

    wrong = [(n, value, line) for (n, value), line in zip(rows, lines)
             if value != line and plain(value) != plain(line)]
    return len(wrong), [(n, *first_difference(value, line)) for n, value, line in wrong[:5]]


def read_inputs(brokers, topic):
    """The input log as it stands: {n: value}, {n: (partition, offset, seconds)}, the end of each partition."""
    consumer = reader(brokers)
    parts = assign_all(consumer, (topic,))
    ends = {p.partition: consumer.get_watermark_offsets(p, timeout=30)[1] for p in parts}
    values, places, at = {}, {}, {p: 0 for p in ends}
    while any(at[p] < ends[p] for p in ends):
        for m in consumer.consume(1000, 5):
            if m.error() is None:
                values[number(m)] = m.value()
                places[number(m)] = m.partition(), m.offset(), m.timestamp()[1] / 1000
                at[m.partition()] = m.offset() + 1
    consumer.close()
    return values, places, ends


def next_offsets_behind(program, words, ends):
    """Partitions that Redis has not counted to their end yet (all, while it does not answer)."""
    answer = subprocess.run([program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if answer.returncode != 0:
        return list(ends)
    stored = {row["partition"]: row["next_offset"] for row in json.loads(answer.stdout)["partitions"]}
    return [p for p, end in ends.items() if end > 0 and stored.get(p) != end]


class NearWindow:
    """The rule of lib/counters/near_window.h, written a second time, so that the two can differ:
    an article copies another when at most 3 of 64 bits differ, among the last 2048 no-copies."""

    KEPT, DISTANCE = 2048, 3

    def __init__(self):
        self.n, self.blocks = 0, collections.defaultdict(list)

    def is_copy(self, fingerprint):
        if fingerprint == 0:
            return False
        keys = [(i, fingerprint >> 16 * i & 0xFFFF) for i in range(4)]  # 3 bits leave one block whole
        for key in keys:
            for at, other in reversed(self.blocks[key]):
                if at < self.n - self.KEPT:
                    break
                if (other ^ fingerprint).bit_count() <= self.DISTANCE:
                    return True
        for key in keys:
            self.blocks[key].append((self.n, fingerprint))
        self.n += 1
        return False


def facts_of(value):
    """What counts of an annotated record: (fingerprint, attributions, markers); the whole is too much to keep."""
    annotations = json.loads(value)["annotations"]
    return int(annotations["fingerprint"], 16), len(annotations["attributions"]), len(annotations["markers"])


def recount(sent, annotated):
    """What the counters must say: in input order, near copies apart. annotated: {n: facts_of its record}."""
    windows = collections.defaultdict(NearWindow)
    out = collections.Counter()
    for n in sorted(annotated, key=lambda n: sent[n][1:]):
        fingerprint, attributions, markers = annotated[n]
        out["articles"] += 1
        if windows[sent[n][1]].is_copy(fingerprint):
            out["near_duplicates"] += 1
            continue
        out["attributions"] += attributions
        out["markers"] += markers
    return out


def compare_counters(program, settings, sent, watcher, output, ends):
    """Redis against a recount of what went in and came out; [] when they agree."""
    answer = subprocess.run([program, "counters", "totals", "--format", "json", *settings],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if answer.returncode != 0:
        return [answer.stderr.decode()]
    totals = json.loads(answer.stdout)
    kinds = collections.Counter(kind for kind, *_ in sent.values())
    annotated = {n: facts_of(v) for n, _p, _o, _t, v, *_ in watcher.seen[output] if v and n in sent}
    expect = {**recount(sent, annotated), "unreadable": kinds["poison"] + kinds["oversize"]}
    wrong = [(k, totals.get(k), v) for k, v in expect.items() if totals.get(k) != v]
    stored = {row["partition"]: row["next_offset"] for row in totals["partitions"]}
    wrong += [("next_offset", p, stored.get(p), end) for p, end in ends.items()
              if end > 0 and stored.get(p) != end]
    return wrong


def committed(brokers, group, topic, ends):
    """Partitions whose committed offset is not the end of the input."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": group, "log_level": 0})
    rows = consumer.committed([TopicPartition(topic, p) for p in ends], timeout=30)
    consumer.close()
    return [(r.partition, r.offset, ends[r.partition]) for r in rows
            if ends[r.partition] > 0 and r.offset != ends[r.partition]]
