"""What goes in: a seeded stream of articles and of all that is no article, at a steady rate.

Each record carries its number in the header `n`, so that the check can say of every single one
where it went. Kinds: article, copy (the same article published again), poison (not JSON, not
UTF-8, no text), oversize (past the consumer's limit), tombstone.
"""
import json
import random
import threading
import time

from confluent_kafka import KafkaException, Producer

KEYS = 97
LIMIT_BYTES = 200_000  # the consumer is run with this limit, so that oversize records stay cheap

PEOPLE = ["Ada Novak", "Boris Lindqvist", "Chiara Weiss", "Dmitri Aalto", "Elena Okafor"]
PLACES = ["Norway", "Kenya", "Portugal", "Vietnam", "Chile"]
SENTENCES = [
    "{a} said {p} might join the talks in May.",
    "The minister told reporters that {b} had never opposed the plan.",
    "“We fully support {a},” {b} said on Tuesday.",
    "According to {b}, the so-called “grand bargain” was unlikely to hold.",
    "{a} accused {p} of breaking the treaty, but {b} denied it.",
    "It is certain that {p} will vote, the agency reported.",
]


def article(rng, n):
    """One article of two to eight paragraphs as a scraper would publish it."""
    words = {"a": rng.choice(PEOPLE), "b": rng.choice(PEOPLE), "p": rng.choice(PLACES)}
    body = "\n\n".join(
        " ".join(rng.choice(SENTENCES).format(**words) for _ in range(rng.randint(1, 4)))
        for _ in range(rng.randint(2, 8)))
    return {"id": n, "url": f"https://news.example/{n}", "title": f"Report {n}",
            "source_domain": f"outlet{n % 7}.example", "text": body}


def poison(rng, n):
    return rng.choice([b"{not json %d" % n, b'{"text": 5, "id": %d}' % n, b"[]", b"",
                       b'{"text": "\xff\xfe", "id": %d}' % n, b'{"id": %d}' % n,
                       b"[" * 5000])


class Feed(threading.Thread):
    """Publishes `total` records to the topic. `sent` maps n to (kind, partition, offset), `went_in` to when.

    Each n goes out once: where the answer was lost the log itself tells (found), for a second try could be a
    second record. One request on its way at a time: with more, librdkafka's idempotent producer can lose count
    when a leader goes, which is fatal to it; then a new one goes on with the next record.
    """

    def __init__(self, brokers, topic, seed, total, rate):
        super().__init__(daemon=True)
        self.topic, self.total, self.rate = topic, total, rate
        self.rng = random.Random(seed)
        self.sent, self.went_in, self.kinds, self.failed = {}, {}, {}, []
        self.halt = threading.Event()
        self.brokers = brokers
        self.producer = self.make_producer()

    def make_producer(self):
        return Producer({"bootstrap.servers": self.brokers, "enable.idempotence": True, "log_level": 0,
                         "linger.ms": 5, "message.timeout.ms": 300000, "max.in.flight": 1,
                         "message.max.bytes": 2_000_000, "compression.type": "lz4"})

    def record(self, n, last):
        draw = self.rng.random()
        if draw < 0.010:
            return "poison", poison(self.rng, n)
        if draw < 0.012:
            big = article(self.rng, n)
            big["text"] = big["text"] + " word" * (LIMIT_BYTES // 5)
            return "oversize", json.dumps(big).encode()
        if draw < 0.020:
            return "tombstone", None
        if draw < 0.050 and last is not None:
            return "copy", json.dumps({**last[1], "id": n}).encode()
        return "article", json.dumps(article(self.rng, n), ensure_ascii=False).encode()

    def delivered(self, n, kind):
        def report(err, message):
            if err is not None:
                self.failed.append((n, str(err)))
            else:
                self.went_in[n] = time.time()
                self.sent[n] = (kind, message.partition(), message.offset())
        return report

    def found(self, places):
        """places: what the log holds, as {n: (partition, offset, seconds)}."""
        for n, (partition, offset, seconds) in places.items():
            if n not in self.sent:
                self.sent[n], self.went_in[n] = (self.kinds[n], partition, offset), seconds

    def produce(self, n, kind, key, value):
        self.kinds[n] = kind
        while True:
            try:
                self.producer.produce(self.topic, value, key, headers={"n": str(n)},
                                      on_delivery=self.delivered(n, kind))
                return
            except BufferError:
                self.producer.poll(0.1)
            except KafkaException:  # fatal
                self.producer.flush(30)
                self.producer = self.make_producer()

    def run(self):
        last = None
        start = time.monotonic()
        for n in range(self.total):
            if self.halt.is_set():
                break
            kind, value = self.record(n, last)
            key = f"k{self.rng.randrange(KEYS)}"
            if kind == "article":
                last = key, json.loads(value)
            elif kind == "copy":
                key = last[0]  # the same partition: copies are told apart within one
            self.produce(n, kind, key, value)
            self.producer.poll(0)
            ahead = start + (n + 1) / self.rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
        self.producer.flush(300)
