"""What is printed: the board, and the report as a file of its own."""

import re

import checks

A4 = (595, 842)
# How many pixels the style sheet's margins leave of the width of A4.
WIDTH = 695


def sizes(pdf):
    """The size of each page of a PDF, in points."""
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def check(page, results, board, report):
    """Prints the board, at its URL, and the report, at its path."""
    page.open(board)
    results.equal("the board prints on one A4 page", sizes(page.pdf()), [A4])
    printed(page, results, "the board")

    events = page.open(report.as_uri())
    results.check("the report: the browser complains of nothing", checks.complaints(events))
    results.equal("the report: asks for nothing but itself", checks.requests(events), [report.as_uri()])
    landmarks = ["main", "banner", "contentinfo"]
    results.check("the report: names and landmarks for a screen reader", checks.nameless(page, landmarks))
    checks.rules(results, page, "the report")
    results.equal("the report prints on A4 pages", set(sizes(page.pdf())), {A4})
    printed(page, results, "the report")


def printed(page, results, title):
    """Lays a page out as paper does."""
    page.send("Emulation.setEmulatedMedia", media="print")
    page.resize(WIDTH, 1000)
    breaches = page.evaluate(checks.PAGE_RULES)
    results.check(f"{title}: nothing is cut off on paper", breaches["widths"] + breaches["clipped"])
    results.check(f"{title}: every text has a contrast of 4.5 or more on paper", breaches["contrasts"])
    page.send("Emulation.setEmulatedMedia", media="")
    page.resize(1280, 900)
