"""Saved views as lists keep them: made and changed where one looks, each change with its way back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import journal, records, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.plugs import SavedLook
from kith.features.views.models import Audience, SavedView
from kith.web import slots
from kith.web.look import Look
from kith.web.pieces import Deed, Toast
from kith.web.responses import Done


def save(look: Look, label: str, version: int | None) -> Done:
    """Keep what one looks at: in the open view of this version, else as a new one of one's own. Raises Invalid."""
    actor, view = look.actor, look.chosen
    scene = look.scene
    beneath = [scene.where] if scene and scene.where and view is None else []
    parts = [*beneath, *look.parts, *look.state.where]
    values: dict[str, Any] = {
        "columns": list(look.columns),
        "sort": list(look.sort),
        "group": look.group,
        "where": {"all": parts} if parts else {},
    }
    if view is not None and version is not None:
        return changed(view.id, actor, version, _("The view “%(name)s” is updated."), **values)
    values["scene"] = scene.key if scene and not scene.where else ""
    with journal.batch(actor, "create", entity="saved-view") as batch:
        made: Any = records.create(SavedView, by=actor, name=label, entity=look.spec.key, **values)
    return Done(address(made), told(_("The view “%(name)s” is saved."), label, batch))


def changed(number: int, actor: Actor, version: int | None, text: str, **values: Any) -> Done:
    """Change a view and say so."""
    with journal.batch(actor, "update", entity="saved-view") as batch:
        view: Any = records.update((SavedView, number), by=actor, version=version, **values)
    return Done(address(view), told(text, view.name, batch))


def removed(number: int, actor: Actor, version: int | None) -> Done:
    """Delete a view and say so."""
    view = found(number, actor, "delete")
    with journal.batch(actor, "delete", entity="saved-view") as batch:
        records.delete(view, by=actor, version=version)
    return Done(address(view).partition("?")[0], told(_("The view “%(name)s” is deleted."), view.name, batch))


def found(number: int, actor: Actor, verb: str) -> Any:
    """A view that an actor may `verb`. Raises NotFound, Forbidden."""
    return records.find(registry.spec("saved-view"), number, actor, verb)


def address(view: Any) -> str:
    """The list with a view open."""
    return f"/{registry.spec(view.entity).plural}/?view={view.pk}"


def told(text: str, name: str, batch: Any) -> Toast:
    """What happened to a view, with the way back."""
    return Toast(text % {"name": name}, undo=f"/undo/{batch.pk}/" if batch.pk else "")


def tab_menu(look: Look) -> list[Deed]:
    """What can be done with the view that is open, by those who may change it."""
    view = look.chosen
    if view is None or not view.changeable:
        return []
    here, version = f"/views/{view.id}", ("version", str(view.version))
    delete = Deed(_("Delete"), f"{here}/delete/", "trash", [version], danger=True)
    return [Deed(_("Rename"), f"{here}/rename/", "pencil"), *sharing(look.actor, view, here), delete]


def sharing(actor: Actor, view: SavedLook, here: str) -> list[Deed]:
    """Who may find the view, as far as this person may share."""
    if actor.access.reach("saved-view", "share") is Reach.NONE:
        return []
    teams = directory().teams
    places = [(Audience.PRIVATE.value, str(Audience.PRIVATE.label))]
    places += [(f"{Audience.TEAM.value} {team}", teams[team][0]) for team in sorted(actor.access.teams)]
    places += [(Audience.UNIT.value, str(Audience.UNIT.label))] if actor.unit_id else []
    places += [(Audience.EVERYONE.value, str(Audience.EVERYONE.label))]
    found = [
        Deed(
            label,
            f"{here}/share/",
            "check",
            [("with", place), ("version", str(view.version))],
            chosen=place == view.audience,
        )
        for place, label in places
    ]
    found[0].label_above = _("Shared with")
    return found


slots.add("save_view", save)
slots.add("tab_menu", tab_menu)
