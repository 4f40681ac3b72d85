"""A headless Chromium, spoken to in the Chrome DevTools Protocol over a pipe: no port, nothing beside Python itself."""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

FLAGS = [
    "--headless",
    "--remote-debugging-pipe",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
]


class ProtocolError(Exception):
    """The browser refused a command, or did not answer in time."""


class Browser:
    """A Chromium process of our own, with a profile that is thrown away."""

    def __init__(self, path=None):
        path = path or shutil.which("chromium")
        if path is None:
            raise FileNotFoundError("there is no chromium")
        self._profile = tempfile.mkdtemp(prefix="console-test-")
        self._number = 0
        self._buffer = b""
        self._waiting = []
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        arguments = [path, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"]
        if os.geteuid() == 0:
            # Chromium does not start as root with its sandbox.
            arguments.insert(1, "--no-sandbox")
        # A shell puts both pipes on the descriptors that Chromium reads and writes, whatever their numbers are here.
        script = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", script, "chromium", *arguments],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.version = self.send("Browser.getVersion")["product"]

    def send(self, method, session=None, timeout=30, **parameters):
        """What the browser answers to a command."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + timeout
        while True:
            answer = self._receive(deadline, method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise ProtocolError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._waiting.append(answer)

    def events(self, session, wait=0.0):
        """The events of a page that came since they were last asked for."""
        deadline = time.monotonic() + wait
        while True:
            try:
                self._waiting.append(self._receive(max(deadline, time.monotonic() + 0.001), "events"))
            except ProtocolError:
                break
        own = [event for event in self._waiting if event.get("sessionId") == session]
        self._waiting = [event for event in self._waiting if event.get("sessionId") != session]
        return own

    def page(self):
        """A new page that shares no cookie with another."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session)

    def close(self):
        """Ends the browser, and reaps it."""
        try:
            self.send("Browser.close", timeout=5)
            self._process.wait(timeout=10)
        except (ProtocolError, OSError, subprocess.TimeoutExpired):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._write)
        os.close(self._read)
        shutil.rmtree(self._profile, ignore_errors=True)

    def _receive(self, deadline, what):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise ProtocolError(f"{what}: no answer in time")
            chunk = os.read(self._read, 1 << 16)
            if not chunk:
                raise ProtocolError("the browser has ended")
            self._buffer += chunk
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)


class Page:
    """A page, everything that it loads, and everything that it complains of."""

    KEYS = {
        "Tab": ("Tab", 9, None),
        "Enter": ("Enter", 13, "\r"),
    }

    def __init__(self, browser, session):
        self._browser = browser
        self._session = session
        # Complaints about what breaks the content security policy come with Log and Audits.
        for domain in ["Page", "Network", "Runtime", "Log", "Security", "Audits", "DOM", "Accessibility"]:
            self.send(domain + ".enable")
        self.resize(1280, 900)

    def send(self, method, **parameters):
        return self._browser.send(method, self._session, **parameters)

    def events(self, wait=0.0):
        return self._browser.events(self._session, wait)

    def resize(self, width, height):
        """Gives the page a window of so many pixels."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def open(self, url):
        """Loads a page; what came of it: see `loaded`."""
        self.events()
        result = self.send("Page.navigate", url=url)
        if "errorText" in result:
            raise ProtocolError(f"{url}: {result['errorText']}")
        return self.loaded()

    def loaded(self, timeout=15):
        """The events up to the end of a load, and a moment longer, in which late complaints come."""
        events = []
        deadline = time.monotonic() + timeout
        while not any(event["method"] == "Page.loadEventFired" for event in events):
            if time.monotonic() > deadline:
                raise ProtocolError("the page was not loaded in time")
            events += self.events(wait=0.05)
        return events + self.events(wait=0.15)

    def evaluate(self, expression):
        """The value of an expression in the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise ProtocolError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def press(self, key):
        """A key, as a person presses it."""
        name, code, text = self.KEYS[key]
        common = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.send("Input.dispatchKeyEvent", **common, **down)
        self.send("Input.dispatchKeyEvent", **common, type="keyUp")

    def type(self, text):
        """Text, a key for each character."""
        for character in text:
            self.send("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=character)

    def tree(self):
        """The accessibility tree, without what it leaves out: (role, name) of each node."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (node.get("role", {}).get("value", ""), node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored")
        ]

    def cookies(self):
        return self.send("Network.getCookies")["cookies"]

    def picture(self, height):
        """The page as PNG, down to a height."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], height), "scale": 1}
        data = self.send("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        return base64.b64decode(data)

    def pdf(self):
        """The page as it is printed on A4."""
        data = self.send("Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)["data"]
        return base64.b64decode(data)
