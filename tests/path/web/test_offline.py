"""No word is lost: offline and back, half an answer, a server that is killed and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from foundation.settings import ROOT
from tests.path.running import address_in, environment_on_free_ports, wait_until_ready
from tests.path.web.chat import PATIENCE, Chat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

RECORDING = ROOT / "reports" / "reconnect.jsonl"
# What the page asks the server, when, and how that ended.
RECORD = """() => {
    window.recorded = [];
    const fetched = window.fetch, now = () => Math.round(performance.now());
    window.fetch = async (url, options = {}) => {
        const after = options.headers?.["Last-Event-ID"] ?? null;
        const id = options.body ? JSON.parse(options.body).id ?? null : null;
        const asked = {at: now(), method: options.method ?? "GET", path: url.split("/").pop(), after, id};
        const ended = how => window.recorded.push({...asked, until: now(), how});
        try {
            const response = await fetched(url, options);
            ended(response.status);
            return response;
        } catch (error) {
            ended(error.name);
            throw error;
        }
    };
}"""
# Rasa takes its time to start.
RESTART = 120_000


def test_a_message_written_offline_goes_when_the_line_is_back(chat: Chat) -> None:
    chat.say("hei")
    chat.page.context.set_offline(offline=True)
    chat.write("Gutten vår vil ikke på skolen")
    expect(chat.mine.last).to_contain_text("Ikke sendt ennå")
    expect(chat.status).to_contain_text("ikke på nett")
    chat.page.context.set_offline(offline=False)
    expect(chat.answers).to_have_count(2, timeout=PATIENCE)
    expect(chat.mine.last).not_to_contain_text("Ikke sendt ennå")


def test_a_message_that_is_not_sent_yet_survives_a_reload(chat: Chat) -> None:
    chat.page.route("**/api/**", lambda route: route.abort())
    chat.write("Gutten vår vil ikke på skolen")
    expect(chat.mine.last).to_contain_text("Ikke sendt ennå")
    chat.page.unroute("**/api/**")
    chat.page.reload()
    expect(chat.mine).to_contain_text("Gutten vår vil ikke på skolen")
    expect(chat.answers).to_have_count(1, timeout=PATIENCE)


def test_an_answer_that_was_lost_on_the_way_is_not_asked_for_twice(chat: Chat) -> None:
    sent: list[str] = []

    def lose_the_first(route: Any) -> None:  # noqa: ANN401 - Playwright's route
        sent.append(route.request.post_data_json["id"])
        if len(sent) == 1:
            route.fetch()  # The server has it, but the answer does not arrive.
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/messages", lose_the_first)
    chat.say("Gutten vår vil ikke på skolen")
    chat.say("han er 9")
    expect(chat.mine).to_have_count(2)
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.mine).to_have_count(2)


def test_a_server_that_is_killed_and_started_again_is_only_a_pause(browser: Browser, tmp_path: Path) -> None:
    environment = environment_on_free_ports(tmp_path / "endorinn.db")
    with running(environment) as process:
        chat = Chat.opened(browser, address_in(environment))
        chat.page.evaluate(RECORD)
        first = chat.press("Finn riktig hjelp")
        expect(first).to_contain_text("Hvor gammelt er barnet")
        chat.press("6–12 år")
        kill(process)
    chat.write("På skolen")
    expect(chat.mine.last).to_contain_text("Ikke sendt ennå")
    with running(environment):
        # The flow goes on where it was: Rasa was told again what had been said.
        expect(chat.answers).to_have_count(3, timeout=RESTART)
        expect(chat.mine).to_have_count(3)
        expect(chat.status).not_to_contain_text("mistet kontakten", timeout=PATIENCE)
        assert "Hvor gammelt er barnet" not in chat.last.inner_text()
        said = chat.last.inner_text()
        write_down(chat)
        chat.page.reload()
        expect(chat.answers).to_have_count(3, timeout=PATIENCE)
        assert chat.last.inner_text() == said
        chat.page.context.close()


@contextmanager
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """An assistant of one's own."""
    command = [sys.executable, "-m", "endorinn.main", "run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        wait_until_ready(process, address_in(environment))
        yield process
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kills the gateway without a word; the others then stop by themselves."""
    os.kill(gateway_of(process.pid), signal.SIGKILL)
    process.wait(timeout=30)


def gateway_of(parent: int) -> int:
    """The process id of the gateway that a manager has started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"gateway.serve" in command and above in {parent, *children_of(parent)}:
            return int(folder.name)
    message = "no gateway is running"
    raise AssertionError(message)


def children_of(parent: int) -> set[int]:
    """The process ids right below another."""
    threads = (Path("/proc") / str(parent) / "task").glob("*/children")
    return {int(one) for thread in threads for one in thread.read_text().split()}


def write_down(chat: Chat) -> None:
    """The recording, one request a line."""
    RECORDING.parent.mkdir(exist_ok=True)
    recorded = chat.page.evaluate("window.recorded")
    RECORDING.write_text("".join(f"{json.dumps(one)}\n" for one in recorded), encoding="utf-8")
    ids = {one["id"] for one in recorded if one["path"] == "messages" and one["how"] != 200}
    assert [one["how"] for one in recorded if one["id"] in ids].count(200) == len(ids) == 1
