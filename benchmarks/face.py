"""The budgets of the chat page and the widget: size, first paint, layout shift, scrolling, cost to the host page.

Part of `make bench`. The whole assistant is started as for `benchmarks.talk`, and a real browser (Debian's Chromium)
opens its pages, on loopback, with a processor slowed down four times where a budget says so.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING, Any

import httpx
from rich.console import Console
from rich.table import Table

from benchmarks.browser import chromium
from benchmarks.budgets import DIST, KIB, Measured
from benchmarks.look_up import looking_up
from benchmarks.talk import own_assistant
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Route, ViewportSize

REPORT = ROOT / "reports" / "bench-face.json"
PHONE: ViewportSize = {"width": 360, "height": 740}
SLOWED = 4
RUNS = 5
# After this long, whatever loads has loaded.
SETTLED = 2_500
MESSAGES = 500
# So many frames make a window in which the slowest scrolling is looked for.
WINDOW = 25
WATCH = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => {
  if (!one.hadRecentInput) window.shift += one.value;
})).observe({type: "layout-shift", buffered: true});
"""
SCROLL = """
new Promise(done => {
  const times = [], height = document.documentElement.scrollHeight, begun = performance.now();
  const step = now => {
    times.push(now);
    window.scrollTo(0, height * Math.min((now - begun) / 4000, 1));
    if (now - begun < 4000) requestAnimationFrame(step); else done(times);
  };
  window.scrollTo(0, 0);
  requestAnimationFrame(step);
})
"""


def sizes(address: str) -> list[Measured]:
    """What a browser loads, compressed as it is sent.

    Raises:
        OperatorError: when the pages are not built.
    """
    if not (DIST / "widget.js").exists():
        message = "The pages are not built. Run `make web`."
        raise OperatorError(message)
    loader = len(gzip.compress((DIST / "widget.js").read_bytes()))
    page = httpx.get(f"{address}/oppdal", trust_env=False).raise_for_status().content
    theme = httpx.get(f"{address}/tema/oppdal.css", trust_env=False).raise_for_status().content
    files = {path.name: path.read_bytes() for path in (DIST / "assets").iterdir()}
    # What the page fetches by itself: what is fetched when somebody asks for it has its own time.
    fetched = [content for name, content in files.items() if name.encode() in page]
    chat = sum(len(gzip.compress(part)) for part in (page, theme, *fetched))
    desk = sum(len(gzip.compress(files[name])) for name in files if name.startswith("desk-") and name.endswith(".js"))
    return [
        Measured("widget loader, gzip", "kB", round(loader / KIB, 2), 5),
        Measured("whole chat (page, theme, styles, script), gzip", "kB", round(chat / KIB, 1), 60),
        Measured("the desk's script, gzip", "kB", round(desk / KIB, 1), 60),
    ]


def loading(browser: Browser, address: str) -> list[Measured]:
    """Opening the chat page with a slow processor; medians."""
    runs = [_loaded(browser, f"{address}/oppdal") for _ in range(RUNS)]
    paint, ready, shift = (median(run[place] for run in runs) for place in range(3))
    return [
        Measured(f"first paint, processor {SLOWED} times slower", "s", round(paint / 1000, 2), 1.0),
        Measured(f"interactive, processor {SLOWED} times slower", "s", round(ready / 1000, 2), 1.5),
        Measured("layout shift after load", "CLS", round(shift, 3), 0.02),
    ]


def _loaded(browser: Browser, url: str) -> tuple[float, float, float]:
    page = browser.new_context(viewport=PHONE).new_page()
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(url)
    page.wait_for_timeout(SETTLED)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = page.evaluate("performance.getEntriesByName('endorinn-ready')[0].startTime")
    shift = page.evaluate("window.shift")
    page.context.close()
    return paint, ready, shift


def scrolling(browser: Browser, address: str) -> list[Measured]:
    """A long conversation, scrolled from its beginning to its end in four seconds; the slowest half second counts."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.route("**/events", _long_talk)
    # Kept before the page looks: a page that has found nothing would write over it.
    kept = json.dumps({"key": {"id": "0" * 32, "token": "x"}, "role": "forelder", "unsent": []})
    page.add_init_script(f"sessionStorage.setItem('endorinn:oppdal', {json.dumps(kept)})")
    page.goto(f"{address}/oppdal")
    # A function is read once, before the page's policy forbids that; an expression would be read at every look.
    page.wait_for_function(f"() => document.querySelectorAll('.mine, .theirs').length === {MESSAGES}", timeout=60_000)
    page.wait_for_timeout(1_000)
    times: list[float] = page.evaluate(SCROLL)
    page.context.close()
    slowest = max(times[end] - times[end - WINDOW] for end in range(WINDOW, len(times)))
    frames = Measured(
        f"{MESSAGES} messages scrolled, slowest {WINDOW} frames",
        "frames/s",
        round(1000 * WINDOW / slowest, 1),
        50,
        at_most=False,
    )
    return [frames]


def _long_talk(route: Route) -> None:
    events = "".join(_events())
    route.fulfill(body=f"{events}: now\n\n", content_type="text/event-stream")


def _events() -> Iterator[str]:
    for number in range(1, MESSAGES + 1, 2):
        message = {
            "id": f"message-{number:012}",
            "text": f"Spørsmål {number} om skole, søvn og venner",
            "replaces": None,
        }
        yield f"id: {number}\nevent: message\ndata: {json.dumps(message)}\n\n"
        yield f"id: {number + 1}\nevent: answer\ndata: {json.dumps(_answer(number))}\n\n"


def _answer(number: int) -> dict[str, Any]:
    source = {"title": "Plan", "locator": "6.1", "url": None, "quote": "Skolen undersøker.", "checked": "2026-11-25"}
    contact = {"kind": "nettside", "value": "https://oppdal.kommune.no", "label": "Kommunen", "audience": "alle"}
    service = {
        "id": f"oppdal/skole-{number}",
        "type": "skole",
        "name": "Skolen",
        "why": "Skolen er den første å snakke med når et barn ikke vil gå dit.",
        "level": ["gronn"],
        "access": "Du trenger ikke henvisning.",
        "contacts": [contact | {"opening_hours": None, "open_now": None, "source": source}],
        "sources": [source],
    }
    return {
        "question": f"Spørsmål {number}",
        "kommune": "oppdal",
        "role": "forelder",
        "language": "nb",
        "outcome": "answered",
        "question_type": "finn-hjelp",
        "needs": [],
        "acute": None,
        "services": [service],
        "statements": [],
        "clarification": None,
        "handover": {"offered": False, "reason": None},
        "reply": f"Svar {number}. Det høres slitsomt ut. Start på skolen, og si fra om det du ser hjemme.",
    }


def host_cost(browser: Browser, address: str) -> list[Measured]:
    """What the loader takes of the host page's main thread until its button is pressed: the median, in milliseconds.

    Processor time: by the clock it is anything from that to five times as much, as other processes want the processor.
    """
    return [
        Measured(
            "loader on the host page's main thread, processor time",
            "ms",
            round(median(_cost(browser, address) for _ in range(RUNS)), 2),
            10,
        )
    ]


def _cost(browser: Browser, address: str) -> float:
    page = browser.new_context(viewport=PHONE).new_page()
    browser.start_tracing(page=page, categories=["devtools.timeline", "v8", "disabled-by-default-v8.compile"])
    page.goto(f"{address}/eksempel/oppdal")
    page.wait_for_timeout(SETTLED)
    trace = json.loads(browser.stop_tracing())
    page.context.close()
    return sum(_topmost(trace["traceEvents"])) / 1000


def _topmost(events: list[dict[str, Any]]) -> Iterator[float]:
    """Microseconds of processor time of what ran for the loader on a main thread, none counted within another."""
    mains = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    ours = [one for one in events if (one["pid"], one["tid"]) in mains and _is_ours(one)]
    end = 0.0
    for event in sorted(ours, key=lambda one: (one["ts"], -one.get("dur", 0))):
        if event["ts"] >= end:
            end = event["ts"] + event.get("dur", 0)
            yield event.get("tdur", 0)


def _is_ours(event: dict[str, Any]) -> bool:
    data = event.get("args", {}).get("data") or {}
    return event.get("ph") == "X" and "/widget.js" in str(data.get("url") or data.get("fileName") or "")


def measure() -> list[Measured]:
    """Everything.

    Raises:
        OperatorError: when the assistant cannot be started, or Chromium is missing.
    """
    by_browser: tuple[Callable[[Browser, str], list[Measured]], ...] = (loading, scrolling, host_cost)
    with own_assistant() as address, chromium() as browser:
        return [
            *sizes(address),
            *looking_up(address),
            *(one for measured in by_browser for one in measured(browser, address)),
        ]


def main() -> None:
    """Prints every budget in one table, and writes the same as JSON; exits with 1 where one is not kept.

    Raises:
        OperatorError: when nothing could be measured.
    """
    measured = measure()
    table = Table("budget", "measured", "allowed", "")
    for one in measured:
        sign = "≤" if one.at_most else "≥"
        allowed = f"{sign} {one.budget:g} {one.unit}"
        table.add_row(one.what, f"{one.measured:g} {one.unit}", allowed, "✓" if one.is_kept else "✗")
    Console().print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(one) for one in measured], indent=2), encoding="utf-8")
    if not all(one.is_kept for one in measured):
        sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except OperatorError as error:
        sys.exit(str(error))
