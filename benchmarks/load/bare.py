"""An action server whose actions only say something: what a turn costs the annex itself."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action, Tracker
from rasa_sdk.endpoint import create_app

from actions.watched import WatchedExecutor
from endorinn.annex import BOT
from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from rasa_sdk.executor import CollectingDispatcher

SAID = "I am an action that does nothing else."


class Saying(Action):  # type: ignore[misc] # rasa-sdk has no types
    """One of our actions by name, and no more."""

    def __init__(self, name: str) -> None:
        """`name`: as in Rasa's domain."""
        self._name = name

    def name(self) -> str:
        """The name in Rasa's domain."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:  # noqa: ARG002 - Rasa's signature
        """The same to everybody."""
        dispatcher.utter_message(text=SAID)
        return []


def main() -> None:
    """Serves on the port that is the first argument."""
    warnings.filterwarnings("ignore", message=".*version.*", module="rasa_sdk.utils")
    executor = WatchedExecutor()
    for name in read_yaml(BOT / "domain.yml")["actions"]:
        executor.register_action(Saying(name))
    create_app(executor).run("127.0.0.1", int(sys.argv[1]), single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
