"""Three small programs in place of Rasa, the action server and the gateway, run by `processes.run_all`.

`python -m tests.endorinn.started FOLDER NAME=KIND …`; each program leaves its process id in FOLDER/NAME.pid.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from endorinn import processes
from endorinn.processes import Program
from foundation.errors import OperatorError
from foundation.settings import settings

KINDS = {
    "waits": "import time; time.sleep(60)",
    "fails": "import sys, time; time.sleep(0.5); print('Fant ikke modellen.', flush=True); sys.exit(3)",
    "ends": "import time; time.sleep(0.5)",
    "ignores": "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    "answers": (
        "import sys; from http.server import *\n"
        "class Ready(BaseHTTPRequestHandler):\n"
        '    def do_GET(self): self.send_response(200); self.end_headers(); self.wfile.write(b\'{"status": "ok"}\')\n'
        "    def log_message(self, *_): pass\n"
        "HTTPServer(('127.0.0.1', int(sys.argv[1])), Ready).serve_forever()"
    ),
}
# Ready as the gateway is: once Rasa answers behind it.
KINDS["follows"] = (
    "import socket, sys, time\n"
    "while socket.socket().connect_ex(('127.0.0.1', int(sys.argv[2]))): time.sleep(0.02)\n" + KINDS["answers"]
)
PORTS = {"gateway": "gateway_port", "rasa": "rasa_port", "actions": "actions_port"}


def program(folder: Path, name: str, kind: str) -> Program:
    """One small program."""
    port: int = getattr(settings(), PORTS[name])
    noted = f"import os, pathlib; pathlib.Path({str(folder / name)!r} + '.pid').write_text(str(os.getpid()))\n"
    command = (
        (sys.executable, "-c", noted + KINDS[kind], str(port), str(settings().rasa_port)) if kind in KINDS else (kind,)
    )
    return Program(name, command, folder, dict(os.environ), port, f"ENDORINN_{name.upper()}_PORT")


def main(folder: str, *named: str) -> None:
    """Runs them until stopped."""
    given = dict(one.split("=") for one in named)
    chosen = tuple(program(Path(folder), name, kind) for name, kind in given.items())
    processes.programs = lambda: chosen
    try:
        processes.run_all(lambda: print("ready", flush=True))  # noqa: T201 - what the test waits for
    except OperatorError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
