"""What several tests need."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator

import pytest

# Read by TensorFlow while Rasa imports it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from redis_server import RedisServer, redis_served
from workshop import Lesson, Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def lesson(workshop: Workshop) -> Lesson:
    return Lesson(workshop)


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis for all tests that let it live."""
    with redis_served() as server:
        yield server


@pytest.fixture
def mortal_redis() -> Iterator[RedisServer]:
    """A Redis for one test, to kill."""
    with redis_served() as server:
        yield server
