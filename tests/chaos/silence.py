"""How long a reader had nothing from a partition although there was something to read.

A partition of the input is silent from the moment its oldest record that is not out yet went in, or from the
last moment when one of its records came out, whichever is later, until the next one comes out (the next
commit, as a reader with read_committed sees it). A partition without input is never silent.

The silence after a fault is the longest one, of all partitions, that lasts at the fault or begins before
the next fault; what of it was before the fault is not counted. A partition that was silent for more than
BEFORE_S already is the doing of the fault before, to which all of it counts. What is left after the fault
was mended (the broker is up again, the frozen process goes on) is told apart.

The same is told of the group's committed offsets (check.Commits), which may go on while readers still wait for
the end of a dead worker's transaction.
"""
import bisect
import collections
from dataclasses import dataclass

BEFORE_S = 1.0


@dataclass
class Done:
    """A fault as it happened: seconds since the epoch."""
    name: str
    began: float
    mended: float


def of_partition(rows):
    """rows: (when the record went in, when it came out). The silences as (begin, end), in order.

    >>> of_partition([(1.0, 2.0), (1.5, 2.0), (1.7, 5.0), (9.0, 9.5)])
    [(1.0, 2.0), (2.0, 5.0), (9.0, 9.5)]
    """
    rows = sorted(rows, key=lambda row: row[1])
    oldest = [row[0] for row in rows]  # of those that are not out yet before row i is
    for i in range(len(rows) - 2, -1, -1):
        oldest[i] = min(oldest[i], oldest[i + 1])
    out, last = [], 0.0
    for i, (_, seen) in enumerate(rows):
        if seen > last:
            out.append((max(last, oldest[i]), seen))
            last = seen
    return out


def longest(silences, done, until):
    """(whole, after it was mended) of the longest silence of one partition; None: it was never silent.

    >>> partition = [(1.0, 2.0), (2.0, 5.0), (9.0, 9.5)]
    >>> longest(partition, Done("broker", 2.5, 4.0), until=9.0)
    (2.5, 1.0)
    >>> longest(partition, Done("broker", 4.0, 4.0), until=9.0) is None
    True
    >>> longest(partition, Done("broker", 5.5, 6.0), until=9.0) is None
    True
    """
    found = None
    first = bisect.bisect_right(silences, done.began, key=lambda s: s[1])
    for begin, end in silences[first:]:
        if begin >= until:
            break
        if begin < done.began - BEFORE_S:
            continue
        whole = end - max(begin, done.began)
        if found is None or whole > found[0]:
            found = whole, max(0.0, end - max(begin, done.mended))
    return found


def after_faults(faults, sent, went_in, came_out):
    """{name of a fault: [(whole, after mending), ...]}; sent and went_in by number, came_out (number, when)."""
    rows = collections.defaultdict(list)
    for n, seen in came_out:
        if n in sent:
            rows[sent[n][1]].append((went_in[n], seen))
    silences = [of_partition(part) for part in rows.values()]
    out = collections.defaultdict(list)
    for i, done in enumerate(faults):
        until = faults[i + 1].began if i + 1 < len(faults) else float("inf")
        found = [f for f in (longest(part, done, until) for part in silences) if f is not None]
        if found:
            out[done.name].append(max(found))
    return out


def quantile(values, q):
    """The smallest of the values that at least this share of them does not exceed."""
    values = sorted(values)
    return values[max(0, -(-len(values) * q // 100) - 1)]


def table(what, waits):
    """Lines to print, a row a kind of fault."""
    yield (f"  {what:24s} {'n':>3s}   {'p50':>5s} {'p99':>5s} {'max':>5s}"
           f"   once it was mended: {'p50':>5s} {'p99':>5s} {'max':>5s}")
    for name, pairs in sorted(waits.items()):
        cells = [[quantile([pair[i] for pair in pairs], q) for q in (50, 99, 100)] for i in (0, 1)]
        whole, mended = (" ".join(f"{cell:5.1f}" for cell in row) for row in cells)
        yield f"  {name:24s} {len(pairs):3d}   {whole}   {'':19s} {mended}"
