"""Whether the checks can fail: a page that was made with every fault, in which each has to find its own."""

import checks

# What each check has to say of faulty.html.
FAULTS = {
    "structure": [
        "not the language", "no title", "2 h1", "0 main", "0 header", "after a heading of level 1", "no caption",
        "no head", "no scope", "no label", "not the only one", "aria-labelledby nowhere", "the link to #nowhere",
        "has style, onclick",
    ],
    "contrasts": ["has the contrast 2.85"],
    "clipped": ["stands out of its td", "is cut off"],
    "colours": ["S1 is told by its colour alone", "a bar has no words"],
    "widths": ["the page is 3008 wide in 1280"],
    "complaints": ["Applying inline style", "Executing inline event handler", "a request failed"],
    "strangers": ["asked for http://127.0.0.2:65531/elsewhere.png"],
    "headers": list(checks.HEADERS),
    "names": [f"{role} without a name" for role in ("table", "link", "button", "image", "textbox")] + ["no navigation"],
    "focus": ["Leads nowhere” does not show the focus"],
}


def check(browser, results):
    """Looks at faulty.html as at a page of the console."""
    page = browser.page()
    events = page.open((checks.HERE / "faulty.html").as_uri())
    found = {
        **page.evaluate(checks.PAGE_RULES),
        "complaints": checks.complaints(events),
        "strangers": checks.strangers(events, "file://"),
        "headers": checks.header_faults(events),
        "names": checks.nameless(page, ["navigation"]),
        "focus": checks.unreachable(page),
    }
    for name, faults in FAULTS.items():
        said = "\n".join(found[name])
        results.check(f"in a faulty page: {name}", [f"not found: {fault}" for fault in faults if fault not in said])
