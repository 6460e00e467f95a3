"""Two small servers for this machine only: Dagster's pages and a release's pages.

Belongs here: starting them on loopback. Does not belong here: what they show.
"""

import functools
import gzip
import io
import os
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from pipelines import asked, paths
from pipelines.progress import tell
from pipelines.run import prepare_dagster_home

_LOOPBACK = "127.0.0.1"
_TEXT = (".html", ".js", ".css", ".csv", ".json", ".geojson", ".svg", ".xml", ".txt")


def start_dagster(port: int, inbox: Path | None, *, operate: bool) -> int:
    """Start Dagster's webserver, and its daemon when runs and schedules may be operated.

    Args:
        port: port on loopback.
        inbox: folder that runs started there work on; the sample when None.
        operate: without it the pages are read-only, because the webserver knows no login.
    """
    asked.ask_for_inbox(inbox)
    prepare_dagster_home()
    tell(f"Dagster: http://{_LOOPBACK}:{port}  (stop with Ctrl-C)")
    beside = Path(sys.executable).parent
    command = [str(beside / "dagster-webserver"), "-h", _LOOPBACK, "-p", str(port), "-m", "pipelines.definitions"]
    if not operate:
        return subprocess.call([*command, "--read-only"], env=os.environ.copy(), cwd=paths.ROOT)
    daemon = subprocess.Popen(
        [str(beside / "dagster-daemon"), "run", "-m", "pipelines.definitions"],
        env=os.environ.copy(),
        cwd=paths.ROOT,
    )
    try:
        return subprocess.call(command, env=os.environ.copy(), cwd=paths.ROOT)
    finally:
        daemon.terminate()
        daemon.wait(timeout=30)


class _Compressing(SimpleHTTPRequestHandler):
    """Hands out a folder's files, text compressed as any web host does it."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer with the compressed file where it is text and the browser takes it so."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if self.path.split("?")[0].endswith("/") else path
        wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (wanted and path.suffix in _TEXT and path.is_file()):
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def folder_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on loopback, not yet started; port 0 takes any that is free."""
    return ThreadingHTTPServer((_LOOPBACK, port), functools.partial(_Compressing, directory=str(folder)))


def serve_folder(folder: Path, port: int) -> int:
    """Serve a release's files on loopback until stopped."""
    with folder_server(folder, port) as server:
        tell(f"{folder.name}: http://{_LOOPBACK}:{server.server_address[1]}/  (stop with Ctrl-C)")
        server.serve_forever()
    return 0
