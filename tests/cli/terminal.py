"""A command run at a pseudo-terminal, for what asks for keys."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
from pathlib import Path

import pytest

PATIENCE_SECONDS = 60


class Terminal:
    """A command at a terminal of its own, and all that was seen there."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self._seen = b""
        self._running = subprocess.Popen(
            [sys.executable, "-m", "ethnocode", *arguments],
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "dumb", "COLUMNS": "80", "LINES": "24"},
            process_group=0,  # of its own, as a shell starts it, and so it can be stopped
        )
        os.close(theirs)

    def wait_for(self, words: bytes, times: int = 1) -> None:
        """Read until words were shown so often."""
        while self._seen.count(words) < times:
            if not self._read():
                pytest.fail(f"it ended early: {self._seen.decode()}")

    def answer(self, typed: bytes) -> None:
        """Type at a question."""
        os.write(self._ours, typed)

    def press(self, key: bytes) -> None:
        """Press a key once it is waited for: what is typed before that is thrown away."""
        for _ in range(100 * PATIENCE_SECONDS):
            if not termios.tcgetattr(self._ours)[3] & termios.ICANON:
                os.write(self._ours, key)
                return
            select.select([], [], [], 0.01)
        pytest.fail("no key is waited for")

    def end(self, number: int) -> None:
        """Send it a signal."""
        self._running.send_signal(number)

    def wait_until_stopped(self) -> None:
        """Wait for it to be stopped as by Ctrl-Z in a shell."""
        _, status = os.waitpid(self._running.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def close(self) -> tuple[int, str]:
        """Return its status once it has ended, and all that was seen."""
        while self._read():
            pass
        os.close(self._ours)
        return self._running.wait(PATIENCE_SECONDS), self._seen.decode()

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_SECONDS)
        if not ready:
            self._running.kill()
            self._running.wait()
            pytest.fail(f"nothing more is seen: {self._seen.decode()}")
        try:
            more = os.read(self._ours, 4096)
        except OSError:  # Linux says so where the other end is closed
            more = b""
        self._seen += more
        return bool(more)
