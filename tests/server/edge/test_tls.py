"""With a certificate, pages and sockets are encrypted and say so."""

import ssl
import subprocess
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector

from tests.support.parts import needs_program
from tests.support.server_process import ServerProcess


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Give a fresh certificate for this computer and its key."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = [needs_program("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


async def test_pages_and_sockets_are_encrypted(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    cert, key = certificate
    words = ["--tls-cert", str(cert), "--tls-key", str(key)]
    server = ServerProcess(tmp_path / "data", words=words).start()
    token = server.add_operator().token
    trusted = ssl.create_default_context(cafile=str(cert))
    try:
        async with ClientSession(server.url, connector=TCPConnector(ssl=trusted)) as web:
            async with web.get("/health") as answer:
                headers = answer.headers
            async with web.ws_connect("/v3.6/agent/rtm/ws") as desk:
                login = {"action": "login", "payload": {"token": f"Bearer {token}"}}
                await desk.send_json(login)
                signed_in = await desk.receive_json(timeout=60)
    finally:
        server.kill()

    assert server.url.startswith("https://127.0.0.1:")
    assert "max-age=" in headers["Strict-Transport-Security"]
    assert signed_in["success"]
