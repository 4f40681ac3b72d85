"""The real demo, kept up on a terminal of its own: a bridge with evidence in it, and its console."""

import json
import os
import pathlib
import pty
import re
import select
import signal
import sqlite3
import subprocess
import time
import urllib.request


class Demo:
    """`smsp-bridge demo`, up until `stop`."""

    def __init__(self, binary, seconds=120):
        self._binary = binary
        self._master, terminal = pty.openpty()
        self._process = subprocess.Popen(
            [binary, "demo"], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
        )
        os.close(terminal)
        self.output = ""
        try:
            self._read_until(r"All keep running\.", seconds)
            self.console, self.token = re.search(r"console +(\S+)/, token (\S+)", self.output).groups()
        except Exception:
            self.stop()
            raise

    def _read_until(self, pattern, seconds):
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.output):
            ready, _, _ = select.select([self._master], [], [], 0.2)
            if ready:
                try:
                    self.output += os.read(self._master, 4096).decode(errors="replace")
                except OSError:  # The terminal's other end is closed.
                    self._process.wait()
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the demo does not stay up:\n" + self.output[-2000:])

    @property
    def folder(self):
        """The demo's temporary folder, by the files that the process has open."""
        for entry in os.scandir(f"/proc/{self._process.pid}/fd"):
            found = re.match(r"(.*/smsp-bridge-demo-[^/]+)/", os.readlink(entry.path))
            if found:
                return pathlib.Path(found.group(1))
        raise RuntimeError("the demo has no file of its folder open")

    def report(self):
        """The file that `report --format html` makes."""
        file = self.folder / "report.html"
        # The demo counts its evidence as if the week were over; `report` does so once it is.
        with sqlite3.connect(self.folder / "bridge.sqlite", timeout=30) as store:
            store.execute("UPDATE call SET bucket = bucket - 14 * 86400")
        arguments = [self._binary, "report", "--config", self.folder / "bridge.yaml", "--format", "html"]
        file.write_bytes(subprocess.run(arguments, check=True, stdout=subprocess.PIPE, timeout=60).stdout)
        return file

    def rename(self, name, other):
        """Gives the site of a name another, as who writes its files may, and has the bridge read them."""
        sites = self.folder / "sites.yaml"
        sites.write_text(sites.read_text().replace(f"name: {name}", f"name: {json.dumps(other)}"))
        self._ask("/api/reload", {})

    def freeze(self, reason):
        """Freezes an operation of the site in shadow, as an operator may."""
        self._ask("/api/sites/TRUST/freeze", {"operation": "getPatientDetailsByNHSNumber", "reason": reason})

    def _ask(self, path, body):
        request = urllib.request.Request(
            self.console + path,
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            answer.read()

    def stop(self):
        """Interrupts the demo as a person does; its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._drain(20)
            finally:
                if self._process.poll() is None:
                    self._process.kill()
        os.close(self._master)
        return self._process.wait()

    def _drain(self, seconds):
        deadline = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if ready:
                try:
                    os.read(self._master, 4096)
                except OSError:
                    break
        self._process.wait(timeout=seconds)
