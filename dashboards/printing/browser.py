"""A headless Chromium, spoken to through a pair of pipes.

Belongs here: finding, starting and ending the browser; sending commands and waiting for answers. Does not belong
here: what is printed. The browser's own protocol over pipes needs nothing but the standard library, and one browser
prints a page four times as fast as one started anew for each page.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import queue
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Any

from dashboards.errors import PrintingError

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_ARGUMENTS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    # It prints files of this machine and has no business elsewhere.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",
)
_SECONDS = 120
_SECONDS_TO_END = 10
_ENDED = "the browser ended"


def find_browser() -> str:
    """Return the command of an installed Chromium, Chrome or Edge.

    Raises:
        PrintingError: There is none; the message says what to install.
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise PrintingError(
        "PDFs are printed by Chromium, Chrome or Edge, and none was found on this machine. Install one "
        "(Debian and Ubuntu: `apt install chromium`; macOS: Google Chrome), or run without --pdf."
    )


class Browser:
    """A running browser. Several threads may send commands at once, each with a tab of its own."""

    def __init__(self, process: int, into: int, out: int) -> None:
        self._process = process
        self._into, self._out = os.fdopen(into, "wb", buffering=0), os.fdopen(out, "rb")
        self._lock = threading.Lock()
        self._sent = 0
        self._ended = False
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self._loaded: dict[str, queue.Queue[dict[str, Any]]] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        """Send a command and wait for its answer.

        Args:
            method: For example `Page.printToPDF`.
            session: The tab, from `new_tab`; empty for the browser itself.
            values: What the command asks for.

        Raises:
            PrintingError: The browser refused, ended or did not answer.
        """
        answers: queue.Queue[dict[str, Any]] = queue.Queue()
        with self._lock:
            self._sent += 1
            number = self._sent
            self._answers[number] = answers
            message = {"id": number, "method": method, "params": values} | ({"sessionId": session} if session else {})
            if self._ended:
                answers.put({"error": {"message": _ENDED}})
            else:
                with contextlib.suppress(BrokenPipeError):  # the reader tells that it has ended
                    self._into.write(json.dumps(message).encode() + b"\0")
        try:
            answer = _taken(answers, method)
        finally:
            self._answers.pop(number, None)
        result: dict[str, Any] = answer.get("result", {})
        return result

    def new_tab(self) -> str:
        """Open a tab whose pages run no scripts; returns its session."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session: str = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._loaded[session] = queue.Queue()
        self.send("Page.enable", session)
        self.send("Inspector.enable", session)
        self.send("Emulation.setScriptExecutionDisabled", session, value=True)
        return session

    def open(self, session: str, address: str) -> None:
        """Open an address in a tab and wait until everything on it has been loaded."""
        failed = self.send("Page.navigate", session, url=address).get("errorText")
        if failed:
            raise PrintingError(f"The browser could not open {address}: {failed}.")
        _taken(self._loaded[session], f"opening {address}")

    def close(self) -> None:
        """End the browser, politely first."""
        with contextlib.suppress(PrintingError):
            self.send("Browser.close")
        self._into.close()
        until = time.monotonic() + _SECONDS_TO_END
        while os.waitpid(self._process, os.WNOHANG) == (0, 0):
            if time.monotonic() > until:
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
                break
            time.sleep(0.02)
        self._reader.join(timeout=_SECONDS_TO_END)
        self._out.close()

    def _read(self) -> None:
        """Hand every message to who waits for it, until the browser closes its end."""
        rest = b""
        with contextlib.suppress(OSError):
            while block := self._out.read1(1 << 20):
                *messages, rest = (rest + block).split(b"\0")
                for message in messages:
                    self._hand_out(json.loads(message))
        with self._lock:
            self._ended = True
        for waiting in (*self._answers.values(), *self._loaded.values()):
            waiting.put({"error": {"message": _ENDED}})

    def _hand_out(self, message: dict[str, Any]) -> None:
        waiting = self._answers.get(message.get("id", 0))
        if waiting is not None:
            waiting.put(message)
            return
        tab = self._loaded.get(message.get("sessionId", ""))
        if tab is not None and message.get("method") == "Page.loadEventFired":
            tab.put(message)
        elif tab is not None and message.get("method") == "Inspector.targetCrashed":
            for one in (tab, *self._answers.values()):
                one.put({"error": {"message": "a page crashed the browser"}})


def _taken(answers: queue.Queue[dict[str, Any]], doing: str) -> dict[str, Any]:
    try:
        answer = answers.get(timeout=_SECONDS)
    except queue.Empty as error:
        raise PrintingError(f"The browser did not answer within {_SECONDS} seconds ({doing}).") from error
    if "error" in answer:
        raise PrintingError(f"Printing failed: {answer['error']['message']} ({doing}).")
    return answer


@contextlib.contextmanager
def started_browser() -> Iterator[Browser]:
    """Start a browser with an empty profile, and end it afterwards.

    Raises:
        PrintingError: There is none, or it does not start.
    """
    command = find_browser()
    # Chromium refuses to run as root inside its sandbox; what it opens here are our own pages, without scripts.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(*_spawned([command, *_ARGUMENTS, *sandbox, f"--user-data-dir={profile}"]))
        try:
            yield browser
        finally:
            browser.close()


def _spawned(command: list[str]) -> tuple[int, int, int]:
    """Start a program that reads commands from its handle 3 and answers at 4; returns its id and our two ends."""
    ends = [*os.pipe(), *os.pipe()]
    # Out of the way of 3 and 4 themselves.
    their_in, our_out, our_in, their_out = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    nowhere = ((os.POSIX_SPAWN_OPEN, handle, os.devnull, os.O_RDWR, 0) for handle in (0, 1, 2))
    pipes = ((os.POSIX_SPAWN_DUP2, their_in, 3), (os.POSIX_SPAWN_DUP2, their_out, 4))
    try:
        process = os.posix_spawn(command[0], command, os.environ, file_actions=[*nowhere, *pipes])
    except OSError as error:
        os.close(our_in)
        os.close(our_out)
        raise PrintingError(f"{command[0]} could not be started: {error.strerror}.") from error
    finally:
        for end in (*ends, their_in, their_out):
            os.close(end)
    return process, our_out, our_in
