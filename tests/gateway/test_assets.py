"""The face as it is built, and the pages where it is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from structlog.testing import CapturingLogger

from gateway.assets import Assets, read_assets
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.gateway.running import Gateway

MANIFEST = {
    "src/chat/main.ts": {"file": "assets/chat-a1.js", "isEntry": True, "css": ["assets/chat-b2.css"]},
    "src/styles/style.css": {"file": "assets/style-c3.css", "isEntry": True},
}
LOOKUP = {"src/lookup/main.ts": {"file": "assets/lookup-f6.js"}}
DESK = {"src/desk/main.ts": {"file": "assets/desk-d4.js", "isEntry": True, "css": ["assets/desk-e5.css"]}}
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Vite leaves behind."""
    folder = tmp_path_factory.mktemp("dist")
    for path, text in {
        ".vite/manifest.json": json.dumps(MANIFEST),
        ".vite/desk.json": json.dumps(DESK),
        ".vite/lookup.json": json.dumps(LOOKUP),
        "assets/chat-a1.js": "export {};",
        "assets/chat-b2.css": "edi-chat{display:block}",
        "assets/style-c3.css": "body{margin:0}",
        "assets/desk-d4.js": "export {};",
        "assets/lookup-f6.js": "export {};",
        "assets/desk-e5.css": "edi-desk{display:block}",
        "widget.js": "(() => {})();",
    }.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def gateway_with(folder: Path, loaded: Path, own: Path, closed_port: int) -> Iterator[Gateway]:
    """A gateway that finds the face in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.assets.DIST", folder)
        with gateway_on(loaded, own, f"http://127.0.0.1:{closed_port}") as gateway:
            yield gateway


@pytest.fixture(scope="module")
def built(dist: Path, loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway whose face is built."""
    yield from gateway_with(dist, loaded, tmp_path_factory.mktemp("built"), closed_port)


@pytest.fixture(scope="module")
def bare(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway whose face is not built."""
    own = tmp_path_factory.mktemp("bare")
    yield from gateway_with(own / "dist", loaded, own, closed_port)


def test_the_chat_page_loads_what_is_built(built: Gateway) -> None:
    html = built.client.get("/oppdal").text
    assert '<script src="/assets/chat-a1.js" type="module"></script>' in html
    styles = [
        html.index(f'<link rel="stylesheet" href="/{name}')
        for name in ("static/plain.css", "assets/style-c3.css", "assets/chat-b2.css", "tema/oppdal.css")
    ]
    assert styles == sorted(styles)


def test_the_desk_loads_its_own_and_stands_in_no_frame(built: Gateway) -> None:
    page = built.client.get("/vakt")
    assert '<script src="/assets/desk-d4.js" type="module"></script>' in page.text
    assert "chat-a1.js" not in page.text
    names = ("static/plain.css", "assets/style-c3.css", "assets/desk-e5.css", "tema/standard.css")
    styles = [page.text.index(f'<link rel="stylesheet" href="/{name}') for name in names]
    assert styles == sorted(styles)
    assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_other_pages_wear_the_built_style_and_run_no_script(built: Gateway) -> None:
    for path in ("/", "/personvern", "/tilgjengelighet"):
        html = built.client.get(path).text
        assert "/assets/style-c3.css" in html
        assert "<script" not in html


@pytest.mark.parametrize("name", ["chat-a1.js", "chat-b2.css", "style-c3.css", "desk-d4.js", "desk-e5.css"])
def test_what_is_built_may_be_kept_for_ever(built: Gateway, name: str) -> None:
    response = built.client.get(f"/assets/{name}")
    assert (response.status_code, response.headers["cache-control"]) == (200, FOR_EVER)
    assert response.headers["x-content-type-options"] == "nosniff"


def test_only_what_is_built_is_given_out(built: Gateway) -> None:
    for path in ("/assets/annet.js", "/assets/..%2f.vite/manifest.json", "/assets/%2e%2e/widget.js"):
        assert built.client.get(path).status_code == 404


def test_the_widget_may_be_loaded_by_other_pages_and_is_kept_shortly(built: Gateway) -> None:
    response = built.client.get("/widget.js")
    assert (response.status_code, response.text) == (200, "(() => {})();")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_where_nothing_is_built_the_pages_are_there_without_script(bare: Gateway) -> None:
    html = bare.client.get("/oppdal").raise_for_status().text
    assert "<script" not in html
    assert "/assets/" not in html
    assert '<link rel="stylesheet" href="/static/plain.css">' in html
    assert [bare.client.get(path).status_code for path in ("/widget.js", "/assets/chat-a1.js")] == [404, 404]


@pytest.mark.parametrize("manifest", [None, "{", "{}", '{"src/chat/main.ts": {"file": "assets/a.js"}}', "[]"])
def test_half_a_build_is_none_and_the_log_says_so_once(
    tmp_path: Path, manifest: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CapturingLogger()
    monkeypatch.setattr("gateway.assets.log", log)
    if manifest is not None:
        (tmp_path / ".vite").mkdir()
        (tmp_path / ".vite" / "manifest.json").write_text(manifest, encoding="utf-8")
    assert read_assets(tmp_path) == Assets()
    assert [(call.args, call.kwargs["do"]) for call in log.calls] == [(("pages_not_built",), "make web")]


def test_the_face_is_there_without_a_widget(dist: Path, tmp_path: Path) -> None:
    (tmp_path / ".vite").mkdir()
    for name in ("manifest.json", "desk.json", "lookup.json"):
        (tmp_path / ".vite" / name).write_bytes((dist / ".vite" / name).read_bytes())
    read = read_assets(tmp_path)
    assert (read.widget, read.script) == (None, "/assets/chat-a1.js")
