"""Uses the Debian package in a root folder, as Scripts/test-deb.sh has prepared it.

    test-deb.py ROOT OUT

OUT holds the packages. Prints a line for each step, with its figure; ends with status 1 at the first that fails.
"""

import glob
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

ROOT, OUT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PROJECT = pathlib.Path(__file__).resolve().parent.parent
CALLS_A_SECOND = 50
STATE = ROOT / "var/lib/smsp-bridge"
ETC = ROOT / "etc/smsp-bridge"


def step(text):
    print(text, flush=True)


def require(condition, text):
    if not condition:
        sys.exit(f"FAILED: {text}")


def chroot(*command, **options):
    """Runs a command in the root folder, without the environment of the test."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C"}
    return subprocess.run(["chroot", ROOT, *command], env=environment, text=True, capture_output=True, **options)


def apt(*arguments):
    result = chroot("apt-get", "-y", "-qq", "--no-install-recommends", *arguments)
    require(result.returncode == 0, f"apt-get {' '.join(arguments)}:\n{result.stdout}{result.stderr}")


def package(pattern="smsp-bridge_*.deb"):
    return pathlib.Path(sorted(glob.glob(str(OUT / pattern)))[-1])


def install(file, *names):
    shutil.copy(file, ROOT / "smsp-bridge.deb")
    apt("install", "/smsp-bridge.deb", *names)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def certificates(folder):
    """A CA, the bridge's certificate for localhost, and a client's."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test CA",
            "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    for name in ["bridge", "client"]:
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
                "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
        (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", folder / "names", "-out", folder / f"{name}.pem")


def configure(legacy_port):
    certificates(ETC / "tls")
    fingerprint = subprocess.run(
        ["openssl", "x509", "-in", ETC / "tls/client.pem", "-noout", "-fingerprint", "-sha256"],
        check=True, capture_output=True, text=True).stdout.split("=")[1].strip().replace(":", "").lower()
    (ETC / "audit-key").write_bytes(os.urandom(32))
    (ETC / "bridge.yaml").write_text(f"""\
listen:
  smsp: {{ port: 8443, tls: {{ certificate: tls/bridge.pem, privateKey: tls/bridge.key, clientCA: tls/ca.pem }} }}
  admin: {{ port: 0 }}
legacies:
  central: {{ url: "http://127.0.0.1:{legacy_port}/smsp/pds" }}
sites: sites.yaml
mappings: /usr/share/smsp-bridge/Mappings
cutover: {{ file: /var/lib/smsp-bridge/cutover.yaml }}
audit: {{ journal: /var/lib/smsp-bridge/audit.sqlite, keyFile: audit-key }}
""")
    (ETC / "sites.yaml").write_text(
        f"- {{ id: RXX, ods: RXX, legacy: central, identify: {{ path: /RXX, certificate: {{ sha256: {fingerprint} }} }} }}\n")
    STATE.mkdir(mode=0o700, exist_ok=True)
    (STATE / "cutover.yaml").write_text("{}\n")
    for file in [ETC / "audit-key", ETC / "tls/bridge.key", STATE / "cutover.yaml"]:
        file.chmod(0o600)
        shutil.chown(file, *owner())
    shutil.chown(STATE, *owner())


def owner():
    """The ids of the service's user, as the package made it."""
    for line in (ROOT / "etc/passwd").read_text().splitlines():
        fields = line.split(":")
        if fields[0] == "smsp-bridge":
            return int(fields[2]), int(fields[3])
    sys.exit("FAILED: the package made no user smsp-bridge")


class Manager:
    """What systemd does for the service: the socket, the user, the state directory, notices."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.port = self.listener.getsockname()[1]
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(str(ROOT / "run/notify"))
        os.chmod(ROOT / "run/notify", 0o666)
        self.notices.settimeout(30)
        self.process = None
        self.log = open(OUT / "service.log", "w")

    def start(self):
        user, group = owner()
        script = 'export LISTEN_PID=$$; exec /usr/bin/smsp-bridge serve --config /etc/smsp-bridge/bridge.yaml'

        def prepare():
            os.dup2(self.listener.fileno(), 3)
            os.chroot(ROOT)
            os.chdir("/var/lib/smsp-bridge")
            os.umask(0o077)
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)

        self.process = subprocess.Popen(
            ["/bin/sh", "-c", script], preexec_fn=prepare, pass_fds=[3], stdout=self.log, stderr=self.log,
            env={"LISTEN_FDS": "1", "LISTEN_FDNAMES": "smsp", "NOTIFY_SOCKET": "/run/notify", "LANG": "C"})
        self.expect("READY=1")

    def expect(self, notice):
        try:
            told = self.notices.recv(512).decode()
        except TimeoutError:
            told = "nothing"
        require(told == notice, f"the service told {told!r}, not {notice!r}; see {OUT}/service.log")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.expect("STOPPING=1")
        require(self.process.wait(30) == 0, "the service did not stop with status 0")

    def restart(self):
        self.stop()
        self.start()


class Load:
    """Calls at a steady rate, each on a connection of its own, until it is stopped."""

    def __init__(self, port, message):
        self.port, self.message = port, message
        self.context = ssl.create_default_context(cafile=ETC / "tls/ca.pem")
        self.context.load_cert_chain(ETC / "tls/client.pem", ETC / "tls/client.key")
        self.answered, self.slowest, self.errors = 0, 0.0, []
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        began, calls = time.monotonic(), []
        while not self.ended.is_set():
            call = threading.Thread(target=self.call)
            call.start()
            calls.append(call)
            self.ended.wait(max(0, began + len(calls) / CALLS_A_SECOND - time.monotonic()))
        for call in calls:
            call.join()

    def call(self):
        began = time.monotonic()
        try:
            connection = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.context)
            connection.request("POST", "/RXX", self.message, {"Content-Type": "text/xml"})
            answer = connection.getresponse()
            body = answer.read().decode()
            connection.close()
            error = None if answer.status == 200 and "SMSP-0000" in body else f"HTTP {answer.status}"
        except (OSError, http.client.HTTPException) as failure:
            error = f"{type(failure).__name__}"
        with self.lock:
            self.answered += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            if error:
                self.errors.append(error)

    def stop(self):
        self.ended.set()
        self.thread.join()


def legacy():
    """The legacy simulator, from the installed package, over the synthetic people."""
    for name in ["patients.yaml", "epraccur.csv"]:
        shutil.copy(PROJECT / "Fixtures" / name, ROOT / "tmp" / name)
    process = subprocess.Popen(
        ["/usr/sbin/chroot", ROOT, "/usr/bin/smsp-bridge", "simulate", "legacy", "--people", "/tmp/patients.yaml",
         "--practices", "/tmp/epraccur.csv", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={"LANG": "C"}, start_new_session=True)
    for line in process.stdout:
        found = re.search(r":(\d+)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, int(found.group(1))
    sys.exit("FAILED: the legacy simulator did not start")


def later_version():
    """The same package under a later version, as an upgrade has it."""
    folder = OUT / "upgrade"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", package(), folder], check=True)
    control = folder / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: (.*)$", r"Version: \1+1", control.read_text()))
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", folder, OUT / "upgrade.deb"],
                   check=True, capture_output=True)
    return OUT / "upgrade.deb"


def sizes():
    file = package()
    packed = file.stat().st_size / 2**20
    installed = int(re.search(r"Installed-Size: (\d+)", subprocess.run(
        ["dpkg-deb", "-f", file], check=True, capture_output=True, text=True).stdout).group(1)) / 2**10
    step(f"size: {packed:.1f} MiB packed, {installed:.1f} MiB installed")
    require(packed <= 35 and installed <= 110, "the package is larger than 35 MiB, or 110 MiB installed")


def hardening():
    unit = PROJECT / "deploy/systemd/smsp-bridge.service"
    told = subprocess.run(["systemd-analyze", "security", "--offline=true", unit], capture_output=True, text=True).stdout
    level = float(re.search(r"exposure level.*: ([0-9.]+)", told).group(1))
    step(f"systemd-analyze security: {level}")
    require(level <= 2.0, "the unit is more open than 2.0")
    program = ROOT / "usr/bin/smsp-bridge"
    headers = subprocess.run(["readelf", "-hldW", program], check=True, capture_output=True, text=True).stdout
    require("DYN (Position-Independent" in headers, "the program is no PIE")
    require("GNU_RELRO" in headers and re.search(r"BIND_NOW|Flags:.*NOW", headers), "the program has no full RELRO")
    needed = re.findall(r"NEEDED.*\[(.*)\]", headers)
    require(not any("swift" in name.lower() or "Foundation" in name for name in needed), f"needs {needed}")
    step(f"libraries: {' '.join(needed)}")


def main():
    sizes()
    apt("update")
    began = time.monotonic()
    install(package())
    step(f"installed, with the libraries it needs: {time.monotonic() - began:.1f} s")
    hardening()
    version = chroot("/usr/bin/smsp-bridge", "--version").stdout.strip().replace("\n", ", ")
    step(f"version: {version}")
    simulator, port = legacy()
    try:
        configure(port)
        used()
    finally:
        simulator.send_signal(signal.SIGTERM)
        simulator.wait()


def used():
    check = chroot("/usr/bin/smsp-bridge", "config", "check", "--config", "/etc/smsp-bridge/bridge.yaml")
    require(check.returncode == 0, f"config check:\n{check.stdout}{check.stderr}")
    manager = Manager()
    began = time.monotonic()
    manager.start()
    text = example()
    first = Load(manager.port, text)
    while first.answered == 0:
        time.sleep(0.01)
    step(f"from start to the first answered call: {time.monotonic() - began:.2f} s")
    first.stop()
    require(first.errors == [], f"calls failed: {first.errors[:5]}")

    shutil.copy(PROJECT / "Fixtures/conformance-people.yaml", ROOT / "tmp/people.yaml")
    conform = chroot("/usr/bin/smsp-bridge", "conform", "--url", f"https://localhost:{manager.port}/RXX",
                     "--ca", "/etc/smsp-bridge/tls/ca.pem", "--certificate", "/etc/smsp-bridge/tls/client.pem",
                     "--key", "/etc/smsp-bridge/tls/client.key", "--people", "/tmp/people.yaml")
    # The call goes to legacy untouched, and the simulator takes old timestamps, as endpoints do (decision D30).
    broken = re.findall(r"(?m)^(\S+) +FAIL +(.*)$", conform.stdout)
    require([rule for rule, _ in broken] == ["FAULT-TIME-1"], f"conform: {broken}{conform.stderr}")
    step(f"conform: {conform.stdout.strip().splitlines()[-1]}")

    for name, change in [("restart", lambda: None), ("upgrade", lambda: install(later_version()))]:
        load = Load(manager.port, text)
        time.sleep(2)
        change()
        manager.restart()
        time.sleep(2)
        load.stop()
        step(f"{name} under {CALLS_A_SECOND} calls/s: {load.answered} calls, {len(load.errors)} errors, "
             f"slowest {load.slowest:.2f} s")
        require(load.errors == [], f"{name}: {load.errors[:5]}")
    manager.stop()

    apt("remove", "smsp-bridge")
    require((STATE / "audit.sqlite").exists() and (ETC / "bridge.yaml").exists(), "removing took data")
    require(not (ROOT / "usr/bin/smsp-bridge").exists(), "removing left the program")
    apt("purge", "smsp-bridge")
    require(not STATE.exists() and not ETC.exists(), "purging left data")
    step("removed with the data kept, then purged")


def example():
    """A request by NHS number about one of the synthetic people."""
    requests = PROJECT / "Fixtures/requests"
    query = "".join((requests / "query" / f"{part}.xml").read_text() for part in ["dateOfBirth", "number"])
    values = {"_query_": query, "_operation_": "verifyNHSNumber", "_element_": "verifyNHSNumberRequest",
              "_number_": "9990000018", "_dateOfBirth_": "19610409"}
    text = (requests / "message.xml").read_text()
    for slot, value in values.items():
        text = text.replace(slot, value)
    return text.encode()


main()
