"""The action server: rasa-sdk's own application, on loopback, with the library read before it opens."""

from __future__ import annotations

import sys
import warnings

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.answers import ACTIONS
from actions.guided import GUIDED
from actions.shelf import library
from foundation.errors import OperatorError
from foundation.logging import configure_logging
from foundation.settings import settings
from knowledge.content import ContentError
from knowledge.flows import flows

HOST = "127.0.0.1"


def main() -> None:
    """Serves until stopped. Exits with 1 and a sentence where the library or a flow cannot be read."""
    configure_logging(settings().log_level)
    # Rasa 3.6 calls with its own version number at every action (docs/adr/0001).
    warnings.filterwarnings("ignore", message=".*version.*", module="rasa_sdk.utils")
    try:
        library()
        flows()
    except (OperatorError, ContentError) as error:
        sys.exit(str(error))
    executor = ActionExecutor()
    for action in (*ACTIONS, *GUIDED):
        executor.register_action(action)
    create_app(executor).run(HOST, settings().actions_port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
