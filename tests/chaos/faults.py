"""The faults, rows of one table: what is done, and what ends it.

Each takes the world (cluster.World) and the schedule's random numbers, does its damage, waits the
seconds the schedule gave it, and mends it. A fault never waits for the service to recover: the
check watches that.
"""
import random
import time
from dataclasses import dataclass
from typing import Callable

from silence import Done


def consumer_kill(world, rng, hold_s):
    worker = rng.choice(world.consumers)
    worker.kill()
    worker.start()


def consumer_lost(world, rng, hold_s):
    """It never returns, as far as the others can tell: its partitions must go on elsewhere."""
    worker = rng.choice(world.consumers)
    world.retire(worker)
    worker.kill()
    time.sleep(hold_s)
    world.add_consumer()


def consumer_term(world, rng, hold_s):
    worker = rng.choice(world.consumers)
    worker.terminate()
    worker.start()


def consumer_stop(world, rng, hold_s):
    """Stopped for longer than its transaction, its session and max.poll.interval.ms last."""
    worker = rng.choice(world.consumers)
    worker.freeze()
    time.sleep(max(hold_s, world.transaction_timeout_s + 4))
    worker.thaw()


def consumer_join(world, rng, hold_s):
    extra = world.add_consumer()
    time.sleep(hold_s)
    world.remove_consumer(extra, rng.random() < 0.5)


def broker_kill(world, rng, hold_s):
    node = rng.choice(world.nodes)
    world.kill_node(node)
    time.sleep(hold_s)
    world.start_node(node)


def broker_lost(world, rng, hold_s):
    """It stays away for so long that the service has to go on without it."""
    broker_kill(world, rng, hold_s)


def broker_disk_full(world, rng, hold_s):
    """No more byte can be written on one broker's disk; then there is room again, and it is started anew."""
    world.fill_disk()
    time.sleep(hold_s)
    world.free_disk()


def broker_restart(world, rng, hold_s):
    node = rng.choice(world.nodes)
    world.stop_node(node)
    world.start_node(node)


def coordinator_move(world, rng, hold_s):
    """The coordinator of the group goes to another broker, with transactions open."""
    node = world.group_coordinator() or rng.choice(world.nodes)
    world.kill_node(node)
    time.sleep(hold_s)
    world.start_node(node)


def proxy_delay_requests(world, rng, hold_s):
    """Requests come late: EndTxn may arrive after the next transaction has begun."""
    proxy = rng.choice(world.proxies)
    proxy.delay_requests_s = rng.uniform(2, 8)
    time.sleep(hold_s)
    proxy.calm()


def proxy_delay_answers(world, rng, hold_s):
    proxy = rng.choice(world.proxies)
    proxy.delay_answers_s = rng.uniform(2, 8)
    time.sleep(hold_s)
    proxy.calm()


def proxy_drop_answers(world, rng, hold_s):
    """What was asked is done, but nobody hears of it; then the connections go."""
    proxy = rng.choice(world.proxies)
    proxy.drop_answers = True
    time.sleep(min(hold_s, 6))
    proxy.cut()
    proxy.calm()


def proxy_cut(world, rng, hold_s):
    for proxy in world.proxies:
        proxy.cut()


def redis_kill(world, rng, hold_s):
    world.redis.kill()
    time.sleep(hold_s)
    world.redis.start()


def redis_flush(world, rng, hold_s):
    world.redis.call("FLUSHALL")


def redis_old_copy(world, rng, hold_s):
    """An older copy of its files is put back, as after a bad restore."""
    world.redis.snapshot()
    time.sleep(hold_s)
    world.redis.restore_snapshot()


def redis_slow(world, rng, hold_s):
    world.redis.call("CLIENT", "PAUSE", str(int(hold_s * 1000)), "ALL")
    time.sleep(hold_s)


def redis_full(world, rng, hold_s):
    world.redis.call("CONFIG", "SET", "maxmemory", "1")
    time.sleep(hold_s)
    world.redis.call("CONFIG", "SET", "maxmemory", "0")


@dataclass
class Fault:
    name: str
    act: Callable
    weight: int      # how often it is drawn
    hold_s: tuple    # how long it lasts, from and to
    consumers: bool  # it hits a consumer: at-least-once may repeat a batch for it


FAULTS = [
    Fault("consumer-kill-9", consumer_kill, 5, (0, 0), True),
    Fault("consumer-lost", consumer_lost, 1, (12, 14), True),
    Fault("consumer-sigterm", consumer_term, 3, (0, 0), True),
    Fault("consumer-sigstop", consumer_stop, 2, (12, 16), True),
    Fault("consumer-join-leave", consumer_join, 3, (4, 8), True),
    Fault("broker-kill-9", broker_kill, 3, (3, 6), True),
    Fault("broker-lost", broker_lost, 1, (25, 30), True),
    Fault("broker-disk-full", broker_disk_full, 1, (6, 10), True),
    Fault("broker-restart", broker_restart, 2, (0, 0), True),
    Fault("coordinator-moves", coordinator_move, 2, (3, 6), True),
    Fault("requests-late", proxy_delay_requests, 3, (5, 12), True),
    Fault("answers-late", proxy_delay_answers, 3, (5, 12), True),
    Fault("answers-lost", proxy_drop_answers, 2, (3, 6), True),
    Fault("connections-cut", proxy_cut, 2, (0, 0), True),
    Fault("redis-kill-9", redis_kill, 2, (1, 4), False),
    Fault("redis-flushall", redis_flush, 2, (0, 0), False),
    Fault("redis-older-copy", redis_old_copy, 2, (3, 6), False),
    Fault("redis-slow", redis_slow, 2, (2, 5), False),
    Fault("redis-out-of-memory", redis_full, 2, (2, 5), False),
]


def schedule(seed, seconds, pause_s, only=None):
    """(wait_s, fault, hold_s, seed of its own) until the time is up: the same for the same seed."""
    rng = random.Random(seed)
    rows = [f for f in FAULTS if only is None or f.name in only]
    spent, out, bag = 0.0, [], []
    while spent < seconds:
        if not bag:  # every fault comes before any comes again too often
            bag = [f for f in rows for _ in range(f.weight if out else 1)]
            rng.shuffle(bag)
        fault = bag.pop()
        wait_s, hold_s = rng.uniform(*pause_s), rng.uniform(*fault.hold_s)
        out.append((wait_s, fault, hold_s, rng.randrange(2**32)))
        spent += wait_s + hold_s
    return out


def break_things(world, plan, feed, done):
    """Carries out the plan while records go in; what was done, and when, goes into done."""
    for wait_s, fault, hold_s, seed in plan:
        time.sleep(wait_s)
        if not feed.is_alive():
            return
        print(f"  {time.strftime('%H:%M:%S')} {fault.name} {hold_s:.1f} s", flush=True)
        began, failed = time.time(), ""
        try:
            fault.act(world, random.Random(seed), hold_s)
        except (OSError, RuntimeError, TimeoutError) as problem:
            print(f"chaos: the fault {fault.name} itself failed: {problem}", flush=True)
            failed = "failed: "
        done.append(Done(failed + fault.name, began, time.time()))
