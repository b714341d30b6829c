"""The class of an event is found as stock Rasa finds it, once."""

import inspect

import pytest
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.utils.common import all_subclasses

from adapters import event_types


def test_every_event_is_found_as_stock_rasa_finds_it() -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    assert {name: event_types.resolve_by_type(name) for name in names} == {
        name: event_types.stock(name) for name in names
    }


def test_a_name_that_no_event_has_is_refused_and_a_default_is_taken() -> None:
    with pytest.raises(ValueError, match="no such event"):
        event_types.resolve_by_type("no such event")
    assert event_types.resolve_by_type("no such event", SlotSet) is SlotSet


def test_all_classes_are_walked_through_once_for_a_name() -> None:
    event_types.resolve_by_type.cache_clear()
    for _ in range(3):
        assert event_types.resolve_by_type("user") is UserUttered
    assert event_types.resolve_by_type.cache_info().misses == 1


def test_stock_rasa_still_walks_through_all_of_them() -> None:
    # Where this fails, look whether Rasa remembers by itself now: then the adapter can go.
    assert "all_subclasses(Event)" in inspect.getsource(event_types.stock)
