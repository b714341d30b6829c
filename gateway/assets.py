"""What `make web` has built of the face: its files, as Vite's manifest names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from foundation.settings import ROOT
from gateway.headers import FOR_EVER, SHORTLY

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import Scope

DIST = ROOT / "web" / "dist"
CHAT, STYLE, DESK = "src/chat/main.ts", "src/styles/style.css", "src/desk/main.ts"
LOOKUP = "src/lookup/main.ts"
OF_ANY_PAGE = {
    "cache-control": SHORTLY,
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",  # For pages that load it as a module.
}
log = structlog.get_logger()


class Entry(BaseModel):
    """What was made of one source file."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str
    css: tuple[str, ...] = ()


MANIFEST = TypeAdapter(dict[str, Entry])


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of what a page fetches, and the files they lie in; nothing where nothing is built."""

    files: Path | None = None
    widget: Path | None = None
    style: str | None = None
    chat_styles: tuple[str, ...] = ()
    script: str | None = None
    desk: str | None = None
    desk_styles: tuple[str, ...] = ()
    lookup: str | None = None


def read_assets(dist: Path | None = None) -> Assets:
    """What is built; a folder that holds no whole build is none, and the log says so."""
    folder = dist or DIST
    try:
        names = ("manifest.json", "desk.json", "lookup.json")
        manifest, own, lookup = (_manifest(folder / ".vite" / name) for name in names)
        chat, style, desk = manifest[CHAT], manifest[STYLE], own[DESK]
        script = lookup[LOOKUP]
    except (OSError, ValidationError, KeyError):
        log.warning("pages_not_built", folder=str(folder), do="make web", until_then="pages without script")
        return Assets()
    widget = folder / "widget.js"
    return Assets(
        files=folder / "assets",
        widget=widget if widget.is_file() else None,
        style=f"/{style.file}",
        chat_styles=tuple(f"/{one}" for one in chat.css),
        script=f"/{chat.file}",
        desk=f"/{desk.file}",
        desk_styles=tuple(f"/{one}" for one in desk.css),
        lookup=f"/{script.file}",
    )


def _manifest(path: Path) -> dict[str, Entry]:
    return MANIFEST.validate_json(path.read_bytes())


class BuiltFiles(StaticFiles):
    """Files whose names hold their hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for ever."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOR_EVER
        return response


async def widget(request: Request) -> FileResponse:
    """What a municipality's own page loads to show the chat; any page may."""
    built: Assets = request.app.state.assets
    if built.widget is None:
        raise HTTPException(404)
    return FileResponse(built.widget, media_type="text/javascript; charset=utf-8", headers=OF_ANY_PAGE)


def routes(assets: Assets) -> list[BaseRoute]:
    """Where it is served, compressed: nothing in these files is anybody's secret."""
    compressed = [Middleware(GZipMiddleware)]
    loader = Route("/widget.js", widget, methods=["GET", "HEAD"], middleware=compressed)
    if assets.files is None:
        return [loader]
    return [loader, Mount("/assets", BuiltFiles(directory=assets.files), middleware=compressed)]
