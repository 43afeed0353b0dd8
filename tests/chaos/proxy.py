"""A TCP proxy in front of each broker that can hold back, drop and cut.

Clients reach the brokers only through it: `modes` apply to all bytes that pass, in both directions
or one, until they are lifted. Held bytes are delivered late, which is how an EndTxn arrives after
the next transaction has begun.
"""
import selectors
import socket
import threading
import time

CHUNK = 65536


class Link:
    """One direction of one connection: bytes read, and when each may be passed on."""

    def __init__(self, source, sink, to_broker):
        self.source, self.sink, self.to_broker = source, sink, to_broker
        self.queue = []  # (due, bytes)

    def pass_on(self, now):
        """Sends what is due and what the sink takes; whoever reads slowly (or is frozen) holds up nobody else."""
        while self.queue and self.queue[0][0] <= now:
            due, data = self.queue[0]
            try:
                sent = self.sink.send(data)
            except BlockingIOError:
                return
            if sent < len(data):
                self.queue[0] = due, data[sent:]
            else:
                self.queue.pop(0)


class Proxy(threading.Thread):
    """Listens on port, forwards to target. delay_requests/answers in seconds; cut() ends all."""

    def __init__(self, port, target):
        super().__init__(daemon=True)
        self.target = target
        self.delay_requests_s = self.delay_answers_s = 0.0
        self.drop_answers = False
        self.listener = socket.create_server(("127.0.0.1", port), backlog=256)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, None)
        self.links = {}
        self.lock = threading.Lock()
        self.cut_asked = threading.Event()
        self.halt = threading.Event()

    def calm(self):
        self.delay_requests_s = self.delay_answers_s = 0.0
        self.drop_answers = False

    def cut(self):
        """Closes every connection."""
        self.cut_asked.set()

    def accept(self):
        client, _ = self.listener.accept()
        try:
            broker = socket.create_connection(("127.0.0.1", self.target), timeout=2)
        except OSError:
            client.close()
            return
        for sock, other, to_broker in ((client, broker, True), (broker, client, False)):
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.links[sock] = Link(sock, other, to_broker)
            self.selector.register(sock, selectors.EVENT_READ, self.links[sock])

    def close(self, link):
        for sock in (link.source, link.sink):
            if self.links.pop(sock, None) is not None:
                self.selector.unregister(sock)
            sock.close()

    def read(self, link):
        try:
            data = link.source.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close(link)
            return
        if self.drop_answers and not link.to_broker:
            return
        delay = self.delay_requests_s if link.to_broker else self.delay_answers_s
        due = max(time.monotonic() + delay, link.queue[-1][0] if link.queue else 0)
        link.queue.append((due, data))

    def pass_on(self):
        now = time.monotonic()
        for link in list(self.links.values()):
            try:
                link.pass_on(now)
            except OSError:
                self.close(link)

    def run(self):
        while not self.halt.is_set():
            held = any(link.queue for link in self.links.values())
            for key, _ in self.selector.select(0.005 if held else 0.1):
                if key.data is None:
                    self.accept()
                elif key.data.source in self.links:
                    self.read(key.data)
            self.pass_on()
            if self.cut_asked.is_set():
                self.cut_asked.clear()
                for link in list(self.links.values()):
                    self.close(link)
        for link in list(self.links.values()):
            self.close(link)
        self.listener.close()
