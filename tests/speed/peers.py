"""Servers that ours is measured against: the cheapest relay in Python, and ejabberd.

A peer runs from a throw-away folder on loopback and gives pairs of sockets: what is
written to the first comes out of the second.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from undivided.protocol.limits import CHATS_PER_OPERATOR

MARK = b"@MARK@"
TEXT = (
    b"Hello, I placed an order last Tuesday and it still says processing, "
    b"can you check it for me please? " + MARK
)
PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Route:
    """One way through a server: `frame` written to `entry` comes out of `exit` with the mark.

    As at a desk, several ways lead to one exit.
    """

    entry: socket.socket
    exit: socket.socket
    frame: bytes


class Peer(Protocol):
    """A server under load."""

    pids: list[int]

    def routes(self, count: int) -> list[Route]:
        """Return fresh routes."""

    def stop(self) -> None:
        """End it."""


def connect(port: int) -> socket.socket:
    """Return a socket to a server that may still be starting."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            made = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made


def read_until(source: socket.socket, pattern: bytes) -> bytes:
    """Return everything up to the arrival of `pattern`."""
    data = b""
    while pattern not in data:
        more = source.recv(65536)
        if not more:
            raise ConnectionError(f"closed after {data[-300:]!r}")
        data += more
    return data


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time of processes with all their children, in nanosecond steps."""
    family = {one for pid in pids for one in _family(psutil.Process(pid))}
    return sum(_on_cpu(one) for one in family)


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _on_cpu(process: psutil.Process) -> float:
    tasks = list(Path(f"/proc/{process.pid}/task").glob("*/schedstat"))
    if not tasks:
        return float(sum(process.cpu_times()[:2]))
    # The usual figures come in steps of 10 ms.
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


RELAY = """
import asyncio, sys
peers = {}
class Line(asyncio.Protocol):
    rest = b""; name = None
    def connection_made(self, transport): self.transport = transport
    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\\n")
        for line in lines:
            if self.name is None:
                self.name = line; peers[line] = self.transport; self.transport.write(b"ok\\n")
                continue
            to, _, body = line.partition(b" ")
            if to in peers: peers[to].write(body + b"\\n")
async def main():
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


class Relay:
    """An asyncio protocol that passes lines on and looks at nothing: the limit for Python."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", RELAY], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())
        self._sockets: list[socket.socket] = []
        self.pids = [self._process.pid]

    def routes(self, count: int) -> list[Route]:
        """Return named lines, several to one exit."""
        exits = [self._named() for _ in range(0, count, CHATS_PER_OPERATOR)]
        made = []
        for number in range(count):
            name, way_out = exits[number // CHATS_PER_OPERATOR]
            frame = name + b' {"type":"message","text":"' + TEXT + b'"}\n'
            made.append(Route(self._named()[1], way_out, frame))
        return made

    def stop(self) -> None:
        """End it."""
        for one in self._sockets:
            one.close()
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _named(self) -> tuple[bytes, socket.socket]:
        made = connect(self._port)
        self._sockets.append(made)
        name = b"n%d" % len(self._sockets)
        made.sendall(name + b"\n")
        read_until(made, b"ok\n")
        return name, made


class Ejabberd:
    """A well-known chat server, with anonymous sign-in and no history.

    Raises:
        RuntimeError: It is not installed, or may not be run here.
    """

    def __init__(self) -> None:
        program = shutil.which("ejabberdctl") or shutil.which("ejabberdctl", path="/usr/sbin")
        if program is None or os.getuid() != 0:
            raise RuntimeError("needs ejabberd and the right to start it as its own user")
        self._port = _free_port()
        self._sockets: list[socket.socket] = []
        self._folder = Path(tempfile.mkdtemp(prefix="undivided-ejabberd-"))
        self._process = self._start(self._folder, program)
        # The Erlang machine is a child of the start script's session.
        connect(self._port).close()
        self.pids = [
            process.pid
            for process in psutil.process_iter()
            if _session_of(process.pid) == self._process.pid
        ]

    def routes(self, count: int) -> list[Route]:
        """Return signed-in clients, several to one exit."""
        exits = [self._signed_in() for _ in range(0, count, CHATS_PER_OPERATOR)]
        made = []
        for number in range(count):
            address, way_out = exits[number // CHATS_PER_OPERATOR]
            made.append(Route(self._signed_in()[1], way_out, MESSAGE % (address, TEXT)))
        return made

    def stop(self) -> None:
        """End it."""
        for one in self._sockets:
            one.close()
        for pid in self.pids:
            if psutil.pid_exists(pid):
                psutil.Process(pid).kill()
        self._process.wait()
        shutil.rmtree(self._folder)

    def _start(self, folder: Path, program: str) -> subprocess.Popen[bytes]:
        config = folder / "ejabberd.yml"
        config.write_text(EJABBERD_CONFIG.format(port=self._port))
        user = pwd.getpwnam("ejabberd")
        # It gives up root's rights, so it has to reach and own what it reads and writes.
        parts = (folder, folder / "log", folder / "spool")
        for part in parts:
            part.mkdir(exist_ok=True)
        for part in (*parts, config):
            os.chown(part, user.pw_uid, user.pw_gid)
        return subprocess.Popen(
            [
                *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"),
                *("env", f"HOME={folder / 'spool'}", "INET_DIST_INTERFACE=127.0.0.1"),
                # With a port of its own it starts no port mapper, which would outlive it.
                *(f"ERL_DIST_PORT={_free_port()}", program, "--config-dir", str(folder)),
                *("--logs", str(folder / "log"), "--spool", str(folder / "spool")),
                *("--node", f"bench{os.getpid()}@localhost", "--ctl-config", "/dev/null"),
                "foreground",
            ],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _signed_in(self) -> tuple[bytes, socket.socket]:
        made = connect(self._port)
        self._sockets.append(made)
        for said, answer in (
            (STREAM, b"</stream:features>"),
            (ANONYMOUS, b"<success"),
            (STREAM, b"</stream:features>"),
        ):
            made.sendall(said)
            read_until(made, answer)
        made.sendall(BIND % len(self._sockets))
        found = re.search(rb"<jid>(.*?)</jid>", read_until(made, b"</jid>"))
        assert found is not None
        made.sendall(SESSION)
        read_until(made, b"s1")
        return found.group(1), made


STREAM = (
    b"<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' "
    b"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
)
ANONYMOUS = b"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
BIND = (
    b"<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
    b"<resource>r%d</resource></bind></iq>"
)
SESSION = (
    b"<iq type='set' id='s1'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq><presence/>"
)
MESSAGE = b"<message to='%s' type='chat' id='01JCXG3Q5Z8V7K2M'><body>%s</body></message>"
EJABBERD_CONFIG = """
hosts: [localhost]
loglevel: error
listen:
  -
    port: {port}
    ip: 127.0.0.1
    module: ejabberd_c2s
    max_stanza_size: 262144
auth_method: [anonymous]
allow_multiple_connections: true
anonymous_protocol: sasl_anon
shaper_rules: {{}}
modules: {{mod_ping: {{}}}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1
