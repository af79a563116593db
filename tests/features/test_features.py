"""Binds every scenario of the folder of features."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import scenarios

pytestmark = pytest.mark.usefixtures("kind_of_store")
scenarios(str(Path(__file__).parents[2] / "features"))
