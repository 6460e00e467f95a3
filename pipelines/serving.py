"""Two small servers for this machine only: Dagster's pages and a release's pages.

Belongs here: starting them on loopback. Does not belong here: what they show.
"""

import functools
import os
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipelines import paths
from pipelines.progress import tell
from pipelines.run import prepare_dagster_home, set_inbox

_LOOPBACK = "127.0.0.1"


def start_dagster(port: int, inbox: Path | None, *, operate: bool) -> int:
    """Start Dagster's webserver, and its daemon when runs and schedules may be operated.

    Args:
        port: port on loopback.
        inbox: folder that runs started there work on; the sample when None.
        operate: without it the pages are read-only, because the webserver knows no login.
    """
    set_inbox(inbox)
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


def serve_folder(folder: Path, port: int) -> int:
    """Serve a release's files on loopback until stopped."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer((_LOOPBACK, port), handler) as server:
        tell(f"{folder.name}: http://{_LOOPBACK}:{server.server_address[1]}/  (stop with Ctrl-C)")
        server.serve_forever()
    return 0
