"""The checks that every page has to pass, and what they found."""

import pathlib
import urllib.parse

HERE = pathlib.Path(__file__).parent


def function(name):
    """A script of this folder as an expression, with the colours to its hand."""
    return f"(() => {{ {(HERE / 'colours.js').read_text()} {(HERE / name).read_text()} }})()"


PAGE_RULES = function("page-rules.js")
FOCUS = function("focus.js")

# The headers of every page; the policy lets in neither scripts nor inline styles, and nothing from elsewhere.
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}

# What the keys of page-rules.js's answer are called.
RULES = {
    "structure": "one h1, landmarks, captions, scopes, labels, language and title",
    "contrasts": "every text has a contrast of 4.5 or more",
    "clipped": "no text is cut off or stands out of its cell",
    "colours": "nothing is told by colour alone",
}

# The roles that are nothing to a screen reader without a name.
NAMED_ROLES = {"link", "button", "image", "img", "textbox", "table", "navigation", "region", "group", "heading"}


class Results:
    """What was checked: a line for each check, and a line at the end."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problems):
        """Takes note of a check: what is wrong, a sentence each, or nothing."""
        problems = [str(problem) for problem in problems]
        if problems:
            self.failed += 1
            print(f"FAIL  {name}", flush=True)
            for problem in problems[:8]:
                print(f"      {problem}", flush=True)
        else:
            self.passed += 1
            print(f"pass  {name}", flush=True)

    def equal(self, name, found, expected):
        self.check(name, [] if found == expected else [f"found {found!r}, expected {expected!r}"])

    def conclude(self):
        """The exit status."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def complaints(events):
    """What the browser complained of while it loaded a page: in the console, of the policy, of a request."""
    found = []
    for event in events:
        method, parameters = event["method"], event["params"]
        if method == "Log.entryAdded" and parameters["entry"]["level"] in ("warning", "error"):
            found.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            found.append(parameters["exceptionDetails"]["text"])
        elif method == "Runtime.consoleAPICalled":
            found.append("something was written to the console")
        elif method == "Audits.issueAdded":
            found.append(parameters["issue"]["code"])
        elif method == "Page.javascriptDialogOpening":
            found.append("a script opened a dialogue")
        elif method == "Network.loadingFailed":
            found.append(f"a request failed: {parameters['errorText']}")
        elif method == "Network.responseReceived" and parameters["response"]["status"] >= 400:
            found.append(f"{parameters['response']['url']}: {parameters['response']['status']}")
    return found


def requests(events):
    """The URLs that a page asked for."""
    return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


def strangers(events, origin):
    """The URLs that are of another origin."""
    def of(url):
        parts = urllib.parse.urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}"

    return [f"asked for {url}" for url in requests(events) if of(url) != origin]


def header_faults(events):
    """What the headers of a page's document lack."""
    documents = [
        event["params"]["response"]
        for event in events
        if event["method"] == "Network.responseReceived" and event["params"]["type"] == "Document"
    ]
    if not documents:
        return ["there was no document"]
    headers = {name.lower(): value for name, value in documents[-1]["headers"].items()}
    return [
        f"{name}: {headers.get(name)!r}" for name, expected in HEADERS.items() if headers.get(name) != expected
    ]


def nameless(page, landmarks):
    """What the accessibility tree holds without a name, and the landmarks that it lacks."""
    tree = page.tree()
    roles = {role for role, _ in tree}
    return [f"{role} without a name" for role, name in tree if role in NAMED_ROLES and not name.strip()] + [
        f"no {landmark}" for landmark in landmarks if landmark not in roles
    ]


def unreachable(page):
    """What the Tab key does not reach in its turn, and what does not show that it is reached."""
    found = []
    reached = []
    count = page.evaluate(FOCUS)["count"]
    for _ in range(count + 1):
        page.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["at"] < 0:  # Behind the last is the browser's own, then the first.
            continue
        reached.append(focus["at"])
        if not focus["isVisible"]:
            found.append(f"{focus['name']} does not show the focus")
        if len(reached) == count:
            break
    # A page that begins with the focus in a field begins there.
    expected = [(reached[0] + step) % count for step in range(count)] if reached else list(range(count))
    return found if reached == expected else found + [f"Tab reaches {reached}, expected {expected}"]


def rules(results, page, title):
    """The rules of page-rules.js at the width of a laptop, and its places at that of a telephone too."""
    breaches = page.evaluate(PAGE_RULES)
    for key, rule in RULES.items():
        results.check(f"{title}: {rule}", breaches[key])
    for width in (1280, 390):
        page.resize(width, 900)
        breaches = page.evaluate(PAGE_RULES)
        results.check(f"{title}: fits {width} pixels", breaches["widths"] + breaches["clipped"])
    page.resize(1280, 900)
