"""What several tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Read by TensorFlow while Rasa imports it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from workshop import Lesson, Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def lesson(workshop: Workshop) -> Lesson:
    return Lesson(workshop)
