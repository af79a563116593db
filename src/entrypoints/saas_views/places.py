"""Places and menus, as presented by every entrance."""

from __future__ import annotations

from attrs import frozen

from saas_core.gate.places import Permitted, Places
from saas_core.kernel.ids import DepartmentId
from saas_views.decisions import AnswerView, answer_view


@frozen
class GrantedView:
    """A department in which something is allowed, with all that lie under it, and its path from the top."""

    department_id: DepartmentId
    department: str


@frozen
class PlacesView:
    """Where something is allowed: everywhere, or in these departments and all that lie under them, or nowhere.

    `answer` is the decision for the whole instance; its reasons tell why it is not allowed everywhere.
    """

    action: str
    everywhere: bool
    departments: tuple[GrantedView, ...]
    answer: AnswerView


@frozen
class PermittedView:
    """The actions that are open, and the decision about each action, in the order asked."""

    open: tuple[str, ...]
    decisions: tuple[AnswerView, ...]


def places_view(places: Places) -> PlacesView:
    """Return the view of places."""
    granted = tuple(GrantedView(*each) for each in zip(places.tops, places.paths, strict=True))
    return PlacesView(places.action, places.everywhere, granted, answer_view(places.decision))


def permitted_view(permitted: Permitted) -> PermittedView:
    """Return the view of the answers about many actions."""
    return PermittedView((*permitted,), tuple(answer_view(each) for each in permitted.decisions.values()))
