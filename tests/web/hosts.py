"""Small servers for the widget's tests: a municipality's pages, and a gateway whose chat only speaks the protocol."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Playwright sees into open roots only.
OPENED = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: "open" }) };
"""
WIDGET = Path(__file__).parents[2] / "web" / "dist" / "widget.js"


@dataclass(frozen=True)
class Served:
    """What is answered at an address."""

    body: str
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def serving(pages: Mapping[str, Served], name: str, port: int = 0) -> Iterator[str]:
    """Serves pages on a port of this machine, under one of its names: another name is another site. 0: a free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served = pages.get(urlsplit(self.path).path)
            self.send_response(200 if served else 404)
            if served:
                body = served.body.encode()
                for key, value in {"Content-Type": served.kind, **served.headers}.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            else:
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{name}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# Rules as a page may have them at its worst, short of hiding itself.
HOSTILE = """
* { font-size: 3px !important; letter-spacing: 9px !important; transition: all 9s !important; zoom: 1 !important }
body *, html > :not(head, body) {
  all: unset !important; display: none !important; visibility: hidden !important; opacity: 0 !important;
  position: static !important; transform: scale(.1) !important; filter: blur(9px) !important;
  pointer-events: none !important; z-index: -1 !important; width: 0 !important; height: 0 !important;
  clip-path: inset(50%) !important; content-visibility: hidden !important; inset: auto !important;
}
button { background: red !important }
iframe { display: none !important }
html { font-size: 62.5%; transform: scale(.9) }
body { transform: scale(.5) }
::backdrop { background: rgb(0 0 0 / .8) !important }
"""


def line(gateway: str, attributes: str = "defer") -> str:
    """The line that a municipality puts in its pages."""
    return f'<script src="{gateway}/widget.js" data-kommune="oppdal" {attributes}></script>'


def written(head: str, *, lang: str = "nb", last: str = "") -> str:
    """A page of a municipality, long enough to scroll."""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Kommunen</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head><body><main><h1>Kommunen</h1>
<p><a href="/next">Neste side</a> <button onclick="this.textContent = 'Trykket'">Verten</button></p>
{"<p>Helsestasjonen har åpent mandag til fredag. Du kan ringe oss når du vil.</p>" * 40}</main>{last}</body></html>"""


def host_pages(gateway: str) -> dict[str, Served]:
    """A municipality's pages, each with the widget of a gateway."""
    strict = (
        f"default-src 'none'; script-src {gateway}; frame-src {gateway}; style-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    twice = line(gateway) + line(gateway, "async")
    module = line(gateway, 'type="module"')
    replaced = "<script>onload = () => document.body.replaceWith(document.createElement('body'))</script>"
    refused = "{ get() { throw new DOMException('', 'SecurityError') } }"
    blocked = f"<script>Object.defineProperty(window, 'sessionStorage', {refused})</script>"
    return {
        "/plain": Served(written(line(gateway))),
        "/next": Served(written(line(gateway))),
        "/nn": Served(written(line(gateway), lang="nn-NO")),
        "/en": Served(written(line(gateway, 'data-sprak="en"'))),
        "/hostile": Served(written(f"<style>{HOSTILE}</style>{line(gateway)}")),
        "/strict": Served(written(line(gateway)), headers={"Content-Security-Policy": strict}),
        "/twice": Served(written(twice, last=line(gateway, ""))),
        "/module": Served(written(module)),
        "/head": Served(written(line(gateway, ""))),
        "/replaced": Served(written(line(gateway) + replaced)),
        "/blocked": Served(written(blocked + line(gateway))),
        "/coloured": Served(
            written(f"<style>:root {{ --endorinn-farge: #fc0; --endorinn-tekst: #000 }}</style>{line(gateway)}")
        ),
    }


# Speaks the protocol as the chat does, and shows what it has heard.
CHAT = """<!doctype html><html lang="nb"><meta charset="utf-8"><title>Chat</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<h1>Chatten</h1><label>Skriv her <input id="field"></label>
<p>Tatt vare på: <b id="kept"></b>. Vist: <b id="shown"></b>. Eget lager: <b id="own"></b>.</p>
<button id="close">Lukk chatten</button> <button id="leave">Forlat siden</button> <button id="script">Skript</button>
<button id="keep">Ta vare på</button> <button id="forget">Glem meg</button> <button id="late">Svar om litt</button>
<script>
const say = (message) => parent.postMessage({ mark: "endorinn", ...message }, "*");
const on = (id, does) => document.getElementById(id).addEventListener("click", does);
try { sessionStorage.setItem("x", "1"); own.textContent = "ja"; } catch (error) { own.textContent = error.name; }
addEventListener("message", ({ data }) => {
  if (data.mark !== "endorinn") return;
  if (data.type === "hello") kept.textContent = data.kept ?? "ingenting";
  if (data.type === "shown") shown.textContent = data.shown;
});
addEventListener("focus", () => field.focus());
addEventListener("keydown", ({ key }) => key === "Escape" && say({ type: "close" }));
on("close", () => say({ type: "close" }));
on("leave", () => say({ type: "leave", to: "https://www.yr.no/" }));
on("script", () => say({ type: "leave", to: "javascript:alert(1)" }));
on("keep", () => say({ type: "keep", value: "nøkkelen" }));
on("forget", () => say({ type: "keep", value: null }));
on("late", () => setTimeout(say, 500, { type: "unread", unread: true }));
say({ type: "ready", name: "Chat med Oppdal" });
</script></html>"""


def gateway_pages(chat: str = CHAT, **headers: str) -> dict[str, Served]:
    """A gateway with the loader as it is built, and a chat that is not the real one."""
    # A page that loads it as a module asks across origins.
    shared = {"Access-Control-Allow-Origin": "*"}
    loader = Served(WIDGET.read_text(encoding="utf-8"), "text/javascript; charset=utf-8", shared)
    return {"/widget.js": loader, "/oppdal": Served(chat, headers=headers)}
