"""One running program per profile; a second start only asks the first to show itself.

The channel between them knows a single verb, so nothing can be injected through it.
The lock needs QtCore alone, so it is taken before the first paint; the channel is opened
after it.
"""

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

SHOW = b"show\n"
PATIENCE_MS = 1_000


class ProfileLock:
    """Held while the program runs (promise G9)."""

    def __init__(self, file: Path) -> None:
        self._lock = QLockFile(str(file))
        # A lock is stale only when its process is gone, however old it is.
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Return whether this is the profile's only program, which it is from now on."""
        return self._lock.tryLock(0)

    def release(self) -> None:
        """Let the next start be the only one."""
        self._lock.unlock()


class ShowChannel(QObject):
    """Hears a second start ask for the window."""

    show_requested = Signal()

    def __init__(self, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        name = _channel_name(lock_file)
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        self._server.listen(name)

    def close(self) -> None:
        """Hear nothing more."""
        self._server.close()

    def _heard(self) -> None:
        self._caller = self._server.nextPendingConnection()
        self._caller.readyRead.connect(self._read)

    def _read(self) -> None:
        if bytes(self._caller.read(len(SHOW)).data()) == SHOW:
            self.show_requested.emit()
        self._caller.disconnectFromServer()


def ask_to_show(lock_file: Path) -> bool:
    """Ask the running program of a profile to come to the front; return whether it heard."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_channel_name(lock_file))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(SHOW)
    heard = socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    return heard


def _channel_name(lock_file: Path) -> str:
    # Not needed for the lock, which is taken before the first paint.
    import hashlib

    digest = hashlib.sha256(str(lock_file.resolve()).encode()).hexdigest()
    return f"undivided-{digest[:24]}"
