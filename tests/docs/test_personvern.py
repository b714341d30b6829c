"""The documents that a municipality adopts say how long what is kept, as the settings do."""

from __future__ import annotations

import re

import pytest

from foundation.settings import ROOT, Settings, variable

RECORD = (ROOT / "docs" / "personvern" / "protokoll.md").read_text(encoding="utf-8")
ASSESSMENT = (ROOT / "docs" / "personvern" / "dpia.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", ["keep_talks", "keep_handovers", "keep_callbacks"])
def test_the_record_tells_the_days_that_hold_when_nothing_is_set(field: str) -> None:
    assert f"`{variable(field)}` ({Settings.model_fields[field].default} dager)" in RECORD


def test_the_assessment_asks_about_the_days_that_hold_when_nothing_is_set() -> None:
    assert re.findall(r"(\d+) dager", ASSESSMENT) == [str(Settings.model_fields["keep_talks"].default)]
