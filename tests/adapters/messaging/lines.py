"""Real connections that go wrong: a server of sockets that does one thing to every caller."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket, threading.Event], None]


def hung_up(line: socket.socket, _: threading.Event) -> None:
    """Answers the door and closes it."""


def cut_after_reading(line: socket.socket, _: threading.Event) -> None:
    """Takes the whole request, then says nothing and leaves."""
    _read(line)


def cut_while_answering(line: socket.socket, _: threading.Event) -> None:
    """Leaves in the middle of a yes."""
    _read(line)
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"sid": "SM1')


def silent(line: socket.socket, over: threading.Event) -> None:
    """Takes the request and keeps the caller waiting."""
    _read(line)
    over.wait(30)


def rambling(line: socket.socket, _: threading.Event) -> None:
    """Does not speak HTTP."""
    _read(line)
    line.sendall(b"220 smtp.example ESMTP\r\n")


def _read(line: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += line.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(
        next(part.split(b":")[1] for part in head.lower().split(b"\r\n") if part.startswith(b"content-length"))
    )
    while len(body) < length:
        body += line.recv(65536)


@contextmanager
def server(behaviour: Behaviour) -> Iterator[str]:
    """The address of a server that does this to every caller."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, behaviour, over))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        with socket.create_connection(listener.getsockname()):  # wakes the last accept
            thread.join(10)


def _serve(listener: socket.socket, behaviour: Behaviour, over: threading.Event) -> None:
    while True:
        line, _ = listener.accept()
        with line:
            if over.is_set():
                return
            behaviour(line, over)


def nobody() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
