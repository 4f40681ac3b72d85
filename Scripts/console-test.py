#!/usr/bin/env python3
"""Drives the console of a real bridge in a real browser, and holds what people need of it.

    Scripts/console-test.py BINARY [--pictures FOLDER]

The bridge is the demo's, with a legacy endpoint that has drifted and a mistake in the mapping. Prints a line for each
check, and `N passed, N failed` at the end; the exit status is 1 when any failed, and when there is no browser.
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent / "console"))

import checks  # noqa: E402
import faulty  # noqa: E402
import paper  # noqa: E402
from browser import Browser  # noqa: E402
from demo import Demo  # noqa: E402
from flow import Flow  # noqa: E402

MARKUP = "</title><script>document.title = 'broken'; alert(1)</script><img src=x onerror=alert(2)>&\"'"

# How tall a picture is at most: what a page of documentation can show.
PICTURE_HEIGHT = 1500


def console(demo, browser, results, pictures):
    flow = Flow(demo, browser, results)
    flow.without_session()
    flow.log_in()
    first = flow.pages()
    flow.board()
    report = demo.report()
    if pictures:
        for name, url in {
            "board": f"{demo.console}/",
            "differences": f"{demo.console}/differences",
            "difference": demo.console + first,
            "report": report.as_uri(),
        }.items():
            flow.page.open(url)
            (pictures / f"{name}.png").write_bytes(flow.page.picture(PICTURE_HEIGHT))
    paper.check(flow.page, results, f"{demo.console}/", report)
    demo.rename("A trust with an ageing index", MARKUP)
    demo.freeze(MARKUP)
    flow.hostile(MARKUP)
    flow.log_out()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    results = checks.Results()
    try:
        browser = Browser()
    except FileNotFoundError as error:
        results.check("there is a browser", [error])
        return results.conclude()
    try:
        print(f"in {browser.version}")
        faulty.check(browser, results)
        demo = Demo(arguments.binary)
        try:
            console(demo, browser, results, arguments.pictures)
        finally:
            status = demo.stop()
        results.equal("the demo ends well when it is interrupted", status, 0)
    finally:
        browser.close()
    return results.conclude()


if __name__ == "__main__":
    sys.exit(main())
