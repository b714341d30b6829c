"""How many cases a property is tried on: a few at every run, ten thousand with `make fuzz`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

MANY = 10_000
# The machine may be busy with other things, and a case may be long.
BEARABLE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def register_profiles() -> None:
    """`usual` tries the same cases at every run; `fuzz` (`pytest --hypothesis-profile=fuzz`) many, others each time."""
    settings.register_profile("usual", deadline=None, derandomize=True, database=None, suppress_health_check=BEARABLE)
    settings.register_profile("fuzz", deadline=None, max_examples=MANY, print_blob=True, suppress_health_check=BEARABLE)
    settings.load_profile("usual")


def fuzzing() -> bool:
    """Whether this is a run of many cases."""
    return settings.get_current_profile_name() == "fuzz"


def cases(usual: int, share: int = 1) -> int:
    """`usual`, or in a run of many cases a `share`th of them."""
    return MANY // share if fuzzing() else usual
