"""What the tests on a real broker share: the broker, a Redis, consumers, topics of their own."""
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition, timeout_s=WAIT_S):
    """Polls until condition() is true; a test never waits longer than timeout_s."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"not after {timeout_s} s: {what}")


class Redis:
    def __init__(self, directory, password=None):
        self.directory, self.port, self.password, self.process = directory, free_port(), password, None
        self.url = f"redis://{':' + password + '@' if password else ''}127.0.0.1:{self.port}/0"

    def start(self):
        extra = ["--requirepass", self.password] if self.password else []
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.directory,
             "--save", "", "--appendonly", "yes", "--appendfsync", "always", *extra],
            stdout=subprocess.DEVNULL)
        wait_for("redis answers", lambda: self.command("PING") in ("PONG", "NOAUTH Authentication required."))

    def command(self, *words):
        auth = ["-a", self.password, "--no-auth-warning"] if self.password else []
        done = subprocess.run(["redis-cli", "-p", str(self.port), *auth, *words], capture_output=True,
                              text=True, timeout=WAIT_S)
        return done.stdout.strip()

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Consumer:
    def __init__(self, world, name, *flags, redis=None):
        self.world, self.name, self.flags = world, name, flags
        self.redis = redis.url if redis else "off"
        self.log = world.directory / f"{name}.log"
        self.port = free_port()
        self.process = None

    def start(self):
        command = [world_bin("stancewire-consumer"), "--brokers", self.world.bootstrap,
                   "--input-topic", self.world.input, "--output-topic", self.world.output,
                   "--dead-letter-topic", self.world.dead, "--group-id", self.world.group,
                   "--instance-id", self.name, "--redis", self.redis,
                   "--http-listen", f"127.0.0.1:{self.port}", *self.flags]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log)
        return self

    def stop(self):
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT_S)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def ended(self, timeout_s=WAIT_S):
        """The exit status of a consumer that ends of itself."""
        return self.process.wait(timeout_s)

    def log_text(self):
        return self.log.read_text()

    def memory_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
        return 0


def world_bin(name):
    return str(pathlib.Path(os.environ["STANCEWIRE_BIN"]) / name)


class World:
    """Topics of one test on the shared broker; everything started in it is ended with it."""

    def __init__(self, name, bootstrap, partitions=4, tool_properties=""):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="sw-world-"))
        tag = f"{name}-{random.SystemRandom().randrange(1 << 30):08x}"
        self.bootstrap = bootstrap
        self.tool_properties = tool_properties
        self.input, self.output, self.dead = f"{tag}-raw", f"{tag}-annotated", f"{tag}-dead"
        self.group = f"{tag}-group"
        self.started = []
        self.tool("topics", f"{self.input}:{partitions}", f"{self.output}:{partitions}", f"{self.dead}:1")

    def tool(self, *words, stdin=None):
        environment = dict(os.environ, KAFKA_TOOL_X=self.tool_properties)
        done = subprocess.run([world_bin("kafka_tool"), self.bootstrap, *words], input=stdin,
                              capture_output=True, text=True, timeout=180, env=environment)
        assert done.returncode == 0, f"kafka_tool {words}: {done.stderr}"
        return done.stdout

    def try_topics(self, *specs):
        return subprocess.run([world_bin("kafka_tool"), self.bootstrap, "topics", *specs],
                              capture_output=True, timeout=60).returncode == 0

    def redis(self, **how):
        directory = self.directory / f"redis{len(self.started)}"
        directory.mkdir()
        redis = Redis(str(directory), **how)
        self.started.append(redis)
        return redis

    def consumer(self, name, *flags, redis=None):
        consumer = Consumer(self, name, *flags, redis=redis)
        self.started.append(consumer)
        return consumer

    def produce(self, records):
        """records: (key, value); value None is a tombstone."""
        lines = (f"{key}\t{value if value is not None else chr(92) + 'N'}\n" for key, value in records)
        self.tool("produce", self.input, stdin="".join(lines))

    def dump(self, topic, *how):
        return [json.loads(line) for line in self.tool("dump", topic, *how).splitlines()]

    def ends(self, topic):
        return {int(p): int(end) for p, _, end in (l.split() for l in self.tool("ends", topic).splitlines())}

    def committed(self):
        lines = self.tool("committed", self.group, self.input).splitlines()
        return {int(p): max(int(offset), 0) for p, offset in (line.split() for line in lines)}

    def wait_done(self, timeout_s=200):
        """Until the group has committed the end of the input."""
        wait_for("the group is at the end of the input", lambda: self.committed() == self.ends(self.input),
                 timeout_s)

    def totals(self, redis):
        done = subprocess.run([world_bin("stancewire"), "counters", "totals", "--format", "json", "--redis",
                               redis.url, "--input-topic", self.input], capture_output=True, text=True,
                              timeout=WAIT_S)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}

    def wait_counted(self, redis, timeout_s=60):
        """Until the counters stand at the end of the input."""
        want = {p: end for p, end in self.ends(self.input).items() if end > 0}

        def there():
            rows = self.totals(redis).get("partitions", [])
            return {row["partition"]: row["next_offset"] for row in rows if row["next_offset"] > 0} == want
        wait_for("the counters are at the end of the input", there, timeout_s)

    def close(self, failed):
        for thing in reversed(self.started):
            if thing.process is not None:
                thing.kill()
        if failed:
            for log in self.directory.glob("*.log"):
                print(f"---- {log.name}\n{log.read_text()[-6000:]}")


def number_of(record):
    return int(record["headers"]["n"])


def articles(n, keys=20, seed=1):
    """n small articles with keys; the text of each is its own."""
    rng = random.Random(seed)
    words = ("Rome Berlin minister said that the treaty would not hold because officials doubted the plan while "
             "parliament backed talks on energy and grain exports from the south").split()
    for i in range(n):
        text = " ".join(rng.choice(words) for _ in range(60))
        yield f"k{i % keys}", json.dumps({"text": f"{text}. Number {i}.", "url": f"https://example.org/{i}",
                                          "date": "2026-11-20T10:00:00Z", "source_domain": f"outlet{i % 3}"})


def check_exactly_once(world, n, dead=0):
    """Every record there once, order kept for each key, the group at the end."""
    output, letters = world.dump(world.output), world.dump(world.dead)
    numbers = sorted([number_of(record) for record in output] + [number_of(record) for record in letters])
    lost = sorted(set(range(n)) - set(numbers))
    assert not lost, f"{len(lost)} lost, first {lost[:5]}"
    assert len(numbers) == n, f"{len(numbers) - n} too many"
    assert len(letters) == dead, f"{len(letters)} dead letters, not {dead}"
    last = {}
    for record in sorted(output, key=lambda r: (r["partition"], r["offset"])):
        assert last.get(record["key"], -1) < number_of(record), f"order of key {record['key']} is inverted"
        last[record["key"]] = number_of(record)
    assert world.committed() == world.ends(world.input)
    return output
