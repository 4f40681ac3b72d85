"""The way through the console: from a log-in over every page to a log-out."""

import re
import urllib.parse

import checks

LANDMARKS = ["main", "navigation", "banner", "contentinfo"]


class Flow:
    """A person with a keyboard before the demo's console."""

    def __init__(self, demo, browser, results):
        self.demo, self.browser, self.results = demo, browser, results
        self.page = browser.page()
        self.plain = browser.page()  # The same, without script.
        self.plain.send("Emulation.setScriptExecutionDisabled", value=True)

    def open(self, path, page=None):
        return (page or self.page).open(self.demo.console + path)

    def path(self):
        return urllib.parse.urlsplit(self.page.evaluate("location.href")).path

    @staticmethod
    def text(page):
        return page.evaluate("document.querySelector('main').innerText")

    @staticmethod
    def submit(page, token):
        """Types a token where the focus is, and presses Enter."""
        page.type(token)
        page.press("Enter")
        return page.loaded()

    # Sessions

    def without_session(self):
        wrong = []
        for path in ["/", "/differences", "/differences/0", "/sites/TRUST", "/rules"]:
            self.open(path)
            if self.path() != "/login" or "TRUST" in self.text(self.page):
                wrong.append(f"{path} leads to {self.path()}")
        self.results.check("without a session every page leads to the log-in", wrong)

    def log_in(self):
        results = self.results
        events = self.open("/login")
        self.looks("the log-in", events, ["main", "banner", "contentinfo"])
        self.open("/login")
        self.page.press("Tab")
        self.page.press("Enter")
        results.equal("the log-in: nothing is sent without a token", self.path(), "/login")
        self.open("/login")
        self.submit(self.page, "not-a-token")
        alert = self.page.evaluate("document.querySelector('[role=alert]')?.textContent ?? ''")
        results.equal("the log-in: a wrong token is refused with a message", alert, "That is no user’s token.")
        results.equal("the log-in: a wrong token begins no session", self.page.cookies(), [])
        events = self.submit(self.page, self.demo.token)
        results.equal("the log-in: the keyboard alone logs in", self.path(), "/")
        results.check("the session’s cookie is Secure, HttpOnly, SameSite=Strict, of this host", self.cookie(events))
        self.open("/login", self.plain)
        self.submit(self.plain, self.demo.token)

    def cookie(self, events):
        """What is wrong with the session's cookie, as it was sent and as it is kept."""
        sent = [
            event["params"]["headers"].get("Set-Cookie", "")
            for event in events
            if event["method"] == "Network.responseReceivedExtraInfo"
        ]
        words = {word.strip() for word in next(filter(None, sent), "").split(";")[1:]}
        if words != {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}:
            yield f"Set-Cookie has {sorted(words)}"
        kept = [(c["secure"], c["httpOnly"], c.get("sameSite"), c["session"]) for c in self.page.cookies()]
        if kept != [(True, True, "Strict", True)]:
            yield f"the browser keeps {kept}"

    def log_out(self):
        cookie = self.page.cookies()[0]
        kept = {key: cookie[key] for key in ("name", "value", "domain", "path")}
        self.open("/rules")
        self.page.evaluate("document.querySelector('form.user button').focus()")
        self.page.press("Enter")
        self.page.loaded()
        self.results.equal("logging out leads to the log-in", self.path(), "/login")
        self.page.send("Network.setCookie", **kept, secure=True)
        self.open("/")
        self.results.equal("logging out ends the session, for its cookie too", self.path(), "/login")

    # Pages

    def looks(self, title, events, landmarks=None):
        """What holds for every page, of one that was just loaded."""
        check = self.results.check
        check(f"{title}: the browser complains of nothing", checks.complaints(events))
        check(f"{title}: nothing comes from elsewhere", checks.strangers(events, self.demo.console))
        check(f"{title}: strict headers", checks.header_faults(events))
        check(f"{title}: names and landmarks for a screen reader", checks.nameless(self.page, landmarks or LANDMARKS))
        check(f"{title}: Tab reaches everything, and shows where it is", checks.unreachable(self.page))
        checks.rules(self.results, self.page, title)

    def pages(self):
        """Looks at every page; the path of the difference that stands first."""
        self.open("/")
        first = self.page.evaluate("document.querySelector('.most a').getAttribute('href')")
        for title, path in [
            ("the board", "/"), ("the differences", "/differences"), ("a difference", first),
            ("a site", "/sites/TRUST"), ("the rules", "/rules"),
        ]:
            events = self.open(path)
            self.results.equal(f"{title}: the page is there", self.path(), path)
            shown = self.text(self.page)
            self.looks(title, events)
            self.open(path, self.plain)
            self.results.equal(f"{title}: shows the same without script", self.text(self.plain), shown)
        return first

    def board(self):
        """What an engineer has to see in ten seconds."""
        self.open("/")
        first = self.page.evaluate("document.querySelector('.most li').innerText")
        row = re.search(r"name-given \(Mappings/responses/patient-details\.yaml:\d+\)", first)
        self.results.check("the board names the mistake’s row first", [] if row else [first])
        expected = ["S3", "name/given[1]", "getPatientDetailsByNHSNumber", "TRUST", "since 20", "calls"]
        self.results.check(
            "the board says what differs most, how gravely, where, how often and since when",
            [f"{word} is not in: {first}" for word in expected if word not in first],
        )
        figures = self.page.evaluate("document.querySelector('.board svg').getAttribute('aria-label')")
        self.results.check(
            "the board shows the comparison under the latest mapping, the one with the mistake",
            [] if re.search(r"\b2\d\d MISMATCH", figures) else [figures],
        )

    # What others wrote

    def hostile(self, markup):
        """The site's name and a lock's reason are markup: both are text, and nothing but text."""
        events = self.open("/sites/TRUST")
        shown = self.text(self.page)
        self.results.check(
            "a name and a reason that are markup are shown as text",
            [] if shown.count(markup) == 2 else [shown[:400]],
        )
        title = self.page.evaluate("document.title")
        self.results.equal("a name that is markup is the title as text", title, f"TRUST, {markup} – smsp-bridge")
        self.looks("a site with markup for a name", events)
        self.open("/")
        frozen = self.page.evaluate("[...document.querySelectorAll('.board .frozen')].map((tag) => tag.textContent)")
        self.results.equal("the board says what is frozen", frozen, ["frozen"])
