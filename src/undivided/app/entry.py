"""The two commands; each says in one sentence what is missing when its extra is absent."""

import importlib.util
import sys

_DESKTOP = ("PySide6", "qasync", "websockets", "keyring", "hunspell")
_SERVER = ("aiohttp", "filetype")


def desktop() -> None:
    """Run `undivided`; library, review and server work on a machine without Qt."""
    if sys.argv[1:2] == ["server"]:
        del sys.argv[1]
        server()
    if sys.argv[1:2] == ["spelling"]:
        from undivided.storage.spelling.child import main as spelling

        sys.exit(spelling())
    if sys.argv[1:2] not in (["canned"], ["review"]):
        _require(_DESKTOP, "desktop", "The operator's window")
    from undivided.app.main import main

    sys.exit(main(sys.argv[1:]))


def server() -> None:
    """Run `undivided-server`."""
    _require(_SERVER, "server", "The bundled server")
    from undivided.server.cli import main

    sys.exit(main(sys.argv[1:]))


def _require(modules: tuple[str, ...], extra: str, what: str) -> None:
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"{what} needs {', '.join(missing)}, which this installation lacks: "
            f"run pip install 'undivided[{extra}]'."
        )
