"""The world that is broken: three brokers behind proxies, a Redis with AOF, consumer processes."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

import redis as redis_client
from confluent_kafka.admin import AdminClient, NewTopic

from disk import Disk
from feed import LIMIT_BYTES
from proxy import Proxy

ROOT = pathlib.Path(__file__).resolve().parents[2]


class NoKafka(Exception):
    """There is no Kafka to be had here."""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(what, seconds, test):
    """Waits for test() to hold; says what it waited for when it does not."""
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class Redis:
    """A redis-server of our own with AOF, that can be killed and given older files."""

    def __init__(self, folder):
        self.folder, self.port, self.process = pathlib.Path(folder), free_port(), None
        self.folder.mkdir(parents=True)

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder),
             "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
             "--save", "", "--enable-debug-command", "local"],
            stdout=open(self.folder / "log", "ab"), stderr=subprocess.STDOUT)
        until("redis-server", 20, self.answers)

    def client(self):
        return redis_client.Redis(port=self.port, socket_timeout=5)

    def answers(self):
        try:
            return self.client().ping()
        except redis_client.RedisError:
            return False

    def call(self, *words):
        try:
            self.client().execute_command(*words)
        except redis_client.TimeoutError:
            pass

    def kill(self):
        self.process.kill()
        self.process.wait()

    def snapshot(self):
        shutil.rmtree(self.folder / "older", ignore_errors=True)
        shutil.copytree(self.folder / "appendonlydir", self.folder / "older")

    def restore_snapshot(self):
        """The copy may end in the middle of a command: Redis cuts it (aof-load-truncated)."""
        self.kill()
        shutil.rmtree(self.folder / "appendonlydir")
        shutil.copytree(self.folder / "older", self.folder / "appendonlydir")
        self.start()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Worker:
    """One stancewire-consumer process. Ends of its own accord are noted: there must be none."""

    def __init__(self, world, name):
        self.world, self.name, self.process = world, name, None
        self.left_alone = False  # it is frozen or down because a fault wants it so
        self.log = open(world.folder / f"{name}.log", "ab")
        self.ends = []
        self.peak_fds = self.peak_rss_kb = 0

    def start(self):
        self.process = subprocess.Popen(self.world.command(self.name), stdout=self.log, stderr=subprocess.STDOUT)
        self.left_alone = False

    def note_end(self):
        """Starts it again if it ended by itself, as a supervisor would; the status is kept."""
        if not self.left_alone and self.process.poll() is not None:
            self.ends.append(self.process.returncode)
            self.start()

    def sample(self):
        try:
            pid = self.process.pid
            self.peak_fds = max(self.peak_fds, len(os.listdir(f"/proc/{pid}/fd")))
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            self.peak_rss_kb = max(self.peak_rss_kb, int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
        except (OSError, TypeError):
            pass

    def kill(self):
        self.left_alone = True
        self.process.kill()
        self.process.wait()

    def terminate(self):
        self.left_alone = True
        self.process.terminate()
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            status = "did not end within 60 s of SIGTERM"
        if status != 0:
            self.ends.append(status)

    def freeze(self):
        self.left_alone = True
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)
        self.left_alone = False


class World:
    input, output, dead, group = "articles.raw", "articles.annotated", "articles.dead-letter", "chaos"
    transaction_timeout_s = 10

    def __init__(self, folder, programs, delivery, n_consumers, partitions):
        self.folder, self.bin, self.delivery = pathlib.Path(folder), pathlib.Path(programs), delivery
        self.nodes, self.partitions, self.kafka_dir = [1, 2, 3], partitions, self.folder / "kafka"
        self.redis = Redis(self.folder / "redis")
        self.consumers = [Worker(self, f"worker-{i}") for i in range(n_consumers)]
        self.disk = Disk(self.kafka_dir / "3" / "data")
        self.extras, self.retired, self.proxies = 0, [], []

    # ---- brokers ----

    def kafka(self, *words):
        done = subprocess.run([ROOT / "scripts" / "kafka", *map(str, words), "--dir", self.kafka_dir],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, text=True)
        if done.returncode == 77:
            raise NoKafka(done.stderr.strip())
        if done.returncode != 0:
            raise RuntimeError(f"scripts/kafka {' '.join(map(str, words))}: {done.stderr.strip()}")
        return done.stdout

    def start(self):
        """Consumers reach the brokers through the proxies in front of them; the feed and the check
        go in by the listener between brokers (ten ports on), which no fault of ours touches."""
        port, front = 20000 + os.getpid() % 200 * 40, 30000 + os.getpid() % 1000 * 4
        self.disk.open()
        self.kafka("start", "--brokers", 3, "--port", port, "--advertise", front)
        self.proxies = [Proxy(front + i, port + i) for i in range(3)]
        for proxy in self.proxies:
            proxy.start()
        self.brokers = ",".join(f"127.0.0.1:{port + 10 + i}" for i in range(3))
        self.behind_proxies = ",".join(f"127.0.0.1:{front + i}" for i in range(3))
        self.redis.start()
        admin = AdminClient({"bootstrap.servers": self.brokers, "log_level": 0})
        topics = [NewTopic(t, self.partitions, 3) for t in (self.input, self.output, self.dead)]
        for future in admin.create_topics(topics, operation_timeout=30).values():
            future.result(30)
        for worker in self.consumers:
            worker.start()

    def kill_node(self, node):
        self.kafka("kill", node)

    def stop_node(self, node):
        self.kafka("kill", node, "--signal", "TERM")

    def start_node(self, node):
        self.kafka("restart", node)

    def fill_disk(self):
        if self.disk.mounted:
            self.disk.fill()
        else:
            print("chaos: no small disk can be mounted here (that takes root): broker-disk-full is left out",
                  flush=True)

    def free_disk(self):
        """A broker whose disk is full ends, or stays as a wreck."""
        if self.disk.mounted:
            self.disk.free()
            try:
                self.kill_node(3)
            except RuntimeError:
                pass
            self.start_node(3)

    def group_coordinator(self):
        """The broker that coordinates the group, by its number; None when nobody says."""
        try:
            groups = AdminClient({"bootstrap.servers": self.brokers, "log_level": 0}).list_groups(self.group, 5)
            return groups[0].broker.id if groups else None
        except Exception:  # asked in the middle of a fault: any broker will do
            return None

    # ---- consumers ----

    def command(self, name):
        """Timeouts near the least that a broker allows, so that a short run sees them all."""
        return [self.bin / "stancewire-consumer", "--instance-id", name, "--http-listen", "off", "--brokers", self.behind_proxies, "--input-topic", self.input, "--output-topic", self.output,
                "--dead-letter-topic", self.dead, "--group-id", self.group, "--redis", self.redis.url,
                "--delivery", self.delivery, "--commit-interval-ms", "200", "--max-record-bytes", str(LIMIT_BYTES),
                "--transaction-timeout-ms", str(self.transaction_timeout_s * 1000),
                "-X", "session.timeout.ms=6000", "-X", "heartbeat.interval.ms=1000",
                "-X", "max.poll.interval.ms=10000"]

    def add_consumer(self):
        self.extras += 1
        worker = Worker(self, f"extra-{self.extras}")
        worker.start()
        self.consumers.append(worker)
        return worker

    def remove_consumer(self, worker, gently):
        self.retire(worker)
        worker.terminate() if gently else worker.kill()

    def retire(self, worker):
        """From here on nobody starts it again."""
        self.consumers.remove(worker)
        self.retired.append(worker)

    def watch_over(self):
        for worker in list(self.consumers):
            worker.note_end()
            worker.sample()

    def stop(self):
        for worker in self.consumers:
            if worker.process and worker.process.poll() is None:
                worker.kill()
        self.redis.stop()
        for proxy in self.proxies:
            proxy.halt.set()
        self.disk.close()
        if (self.kafka_dir / "state").exists():
            self.kafka("stop")
