"""Telling followers what others did: changes, steps on the way, comments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import plugs, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.events import Event, on
from kith.engine.identity.models import User
from kith.engine.spec import EntitySpec
from kith.engine.timeline import details, stored_text
from kith.engine.titles import title_of
from kith.features.following.keeping import followers, may_follow

LOUD = ("web", "api", "portal")
"""Channels through which somebody did one thing; imports, jobs and rules do many, and tell of them themselves."""
FOLLOWED = "followed"


def worth_telling(event: Event) -> bool:
    """Whether it is a change of a record or a comment on one."""
    if event.channel not in LOUD or event.actor_id is None:
        return False
    if event.entity == "comment":
        return event.name == "comment.created"
    ended = event.name.endswith((".created", ".deleted", ".purged", ".restored"))
    found = None if ended else registry.entity(event.entity)
    return found is not None and found.group in ("work", "lists") and found.rule is None


@on("*", when=worth_telling)
def on_followed(event: Event) -> None:
    """Tell everybody who follows the record, but for who did it and who hears of it otherwise."""
    entity, number = _place(event)
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return
    record = spec.model.live().filter(pk=number).first() if may_follow(spec) else None
    if record is None:
        return
    people = followers(entity, number, record.owner_id) - {event.actor_id} - _told_otherwise(event)
    for user in User.live().filter(pk__in=people, is_active=True):
        _tell(user, event, spec, record)


def _place(event: Event) -> tuple[str, int]:
    """The record that an event is about."""
    about = event.changes.get("about", (None, None))[1] if event.entity == "comment" else None
    return (str(about[0]), int(about[1])) if about else (event.entity, event.record_id)


def _told_otherwise(event: Event) -> set[int]:
    """Whom the same event tells something else: the new owner, and who is mentioned."""
    mentioned = event.changes.get("mentions", (None, None))[1] or []
    owner = event.changes.get("owner", (None, None))[1]
    return {*mentioned, *([owner] if owner else [])}


def _tell(user: User, event: Event, spec: EntitySpec, record: Any) -> None:
    """One follower, if there is anything in it that he may read."""
    reader = Actor.of(user, "job")
    key = f"{FOLLOWED}:{spec.key}:{record.pk}:{event.batch_id or event.pk}"
    if event.entity != "comment" and not details(spec, event.changes, reader):
        return
    plugs.notify(
        [user.pk], FOLLOWED, title=lambda to: _title(event, spec, record, to),
        body=lambda to: _body(event, spec, to), entity=spec.key, record_id=record.pk, key=key,
    )  # fmt: skip


def _title(event: Event, spec: EntitySpec, record: Any, reader: Actor) -> str:
    person = directory().people.get(event.actor_id or 0)
    name = title_of(spec, record, reader)
    said = {"who": person.name if person else "Kith", "name": name}
    if event.entity == "comment":
        return _("%(who)s commented on “%(name)s”") % said
    path = spec.readable(reader).get(spec.entity.path)
    if path is not None and path.key in event.changes:
        step = stored_text(path, event.changes[path.key][1], reader)
        return _("%(who)s moved “%(name)s” to “%(step)s”") % {**said, "step": step}
    return _("%(who)s changed “%(name)s”") % said


def _body(event: Event, spec: EntitySpec, reader: Actor) -> str:
    if event.entity == "comment":
        comment = registry.spec("comment")
        return str(event.changes.get("text", ("", ""))[1]) if "text" in comment.readable(reader) else ""
    return "\n".join(f"{label}: {old} → {new}" for label, old, new in details(spec, event.changes, reader))
