"""One running program per profile; a second start only asks the first to show itself.

The channel between them knows a single verb, so nothing can be injected through it.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

SHOW = b"show\n"
PATIENCE_MS = 1_000


class SingleInstance(QObject):
    """Holds the profile's lock while the program runs (promise G9)."""

    show_requested = Signal()

    def __init__(self, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(lock_file))
        # A lock is stale only when its process is gone, however old it is.
        self._lock.setStaleLockTime(0)
        digest = hashlib.sha256(str(lock_file.resolve()).encode()).hexdigest()
        self._channel = f"undivided-{digest[:24]}"
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._heard)

    def take(self) -> bool:
        """Return whether this is the profile's only program, and hold the lock from now on."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._channel)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.listen(self._channel)
        return True

    def ask_to_show(self) -> bool:
        """Ask the running program to come to the front; return whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._channel)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        socket.write(SHOW)
        heard = socket.waitForBytesWritten(PATIENCE_MS)
        socket.disconnectFromServer()
        return heard

    def release(self) -> None:
        """Let the next start be the only one."""
        self._server.close()
        self._lock.unlock()

    def _heard(self) -> None:
        self._caller = self._server.nextPendingConnection()
        self._caller.readyRead.connect(self._read)

    def _read(self) -> None:
        if bytes(self._caller.read(len(SHOW)).data()) == SHOW:
            self.show_requested.emit()
        self._caller.disconnectFromServer()
