"""A context that is not given is not there, and two that claim one name are refused."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from example_context import BULLETINS
from saas_app import initialize, open_application, settings_at
from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.claims import PartsClash
from saas_core.kernel.errors import InvalidValue


def test_without_it_nothing_of_it_is_there(tmp_path: Path) -> None:
    """An application that was not given the context has no desk of it, and says which there are."""
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    with open_application(settings) as application, pytest.raises(InvalidValue, match="not a context with a desk"):
        application.desk("bulletins")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('name="twin", tasks=("bulletins.expire",)', "task 'bulletins.expire'"),
        ('name="twin", effects=("mail.notice",)', "effect 'mail.notice'"),
        ('name="twin", export=(ExportPart("users", print),)', "export 'users'"),
        ('name="twin", letters=(POSTED,)', "letter 'bulletin_posted'"),
        ('name="twin", checks=(Check("license", print),)', "check 'license'"),
    ],
)
def test_two_parts_that_claim_a_name_fail_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, what: str, twin: Callable[[str], Context]
) -> None:
    """Both are named, whatever it is that they claim."""
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    with pytest.raises(PartsClash) as caught:
        open_application(settings, contexts=(*CONTEXTS, BULLETINS, twin(line)))
    assert what in str(caught.value)
    assert "claimed by" in str(caught.value)


def test_no_context_takes_the_place_of_another(tmp_path: Path, twin: Callable[[str], Context]) -> None:
    """Neither under the name of a shipped one, nor with a part of another name; nothing was made before."""
    settings = settings_at(tmp_path / "home", database_url="memory:")
    stranger = twin('name="twin"')
    with pytest.raises(PartsClash, match=r"context 'mail' is claimed by saas_core\.mail\.part and by twin_"):
        initialize(settings, contexts=(*CONTEXTS, stranger._replace(name="mail")))
    with pytest.raises(InvalidValue, match="declares the part of 'twin', and its context is 'other'"):
        initialize(settings, contexts=(*CONTEXTS, stranger._replace(name="other")))
    assert not settings.home.exists()


def test_what_is_wired_but_not_declared_fails_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, twin: Callable[[str], Context]
) -> None:
    """The kind of task and the context are named, and where to declare it."""
    context = twin('name="twin"')
    (tmp_path / context.package / "saas_app.py").write_text(
        "from dependency_injector import containers, providers\n"
        "class Wiring(containers.DeclarativeContainer):\n"
        "    house = providers.DependenciesContainer()\n"
        "    handlers = providers.Dict({'twin.think': providers.Object(print)})\n",
        encoding="utf-8",
    )
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    with pytest.raises(PartsClash, match=r"task 'twin\.think' is wired by twin but not declared in its part"):
        open_application(settings, contexts=(*CONTEXTS, context))


def test_every_desk_of_the_list_is_an_attribute(tmp_path: Path) -> None:
    """One attribute for each context that has a desk; what stands above the contexts is `oversight`."""
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    with open_application(settings) as application:
        for name, desk in application.desks.items():
            assert getattr(application, "oversight" if name == "gate" else name) is desk


NUMBERS = count(1)
"""A package is imported once in a process, so each has a name of its own."""


@pytest.fixture
def twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Context]:
    """Give a way to write another context with a part of its own."""

    def write(line: str) -> Context:
        package = f"twin_{next(NUMBERS)}"
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        (tmp_path / package / "part.py").write_text(
            "from example_context.texts import POSTED\n"
            "from saas_core.kernel.parts import Check, ExportPart, Part\n"
            f"PART = Part({line})\n",
            encoding="utf-8",
        )
        monkeypatch.syspath_prepend(tmp_path)
        return Context("twin", package=package)

    return write
