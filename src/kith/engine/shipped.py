"""The roles that are shipped, as safe templates: what each may do, copying one, and going back to what was shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kith.engine import records
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.audit import LOG
from kith.engine.identity.models import Role
from kith.engine.rights import differences


def _reach(reach: str, *verbs: str) -> dict[str, str]:
    return dict.fromkeys(verbs, reach)


WORK = ("create", "read", "update", "delete", "assign", "share")
OWN = _reach("own", "create", "update")
# Who registers a customer does not decide on it himself.
APPLIES = {
    "registration": _reach("none", "approve", "reject", "expire"),
    "registration-dispute": _reach("none", "create", "update", "delete", "decide"),
}
DECIDES = {
    "registration": _reach("all", "approve", "reject", "cancel"),
    "registration-dispute": _reach("all", "decide"),
}
CREDIT = ("set_credit", "block_credit", "release_credit")
# Who sells does not decide how much may be owed.
SELLS = {"customer": _reach("none", *CREDIT)}
ARBITRATES = {
    **_reach("all", "create", "read", "update", "assign", "share", "export"),
    **_reach("all", "submit", "approve", "reject", "extend", "convert", "cancel", "expire", "decide"),
    "delete": "own",
}
GRANTS: dict[str, dict[str, dict[str, str]]] = {
    "administrator": {"*": {"*": "all"}},
    "leader": {
        "*": {**OWN, **_reach("all", "read", "export", "assign", "share")},
        **DECIDES,
        "customer": _reach("all", *CREDIT),
    },
    "manager": {"*": _reach("below", *WORK, "export", "mass_update", "merge"), **SELLS},
    "seller": {"*": _reach("own", *WORK, "merge"), **APPLIES, **SELLS},
    "channel-manager": {
        "*": _reach("own", *WORK, "merge"),
        **dict.fromkeys(("registration", "registration-dispute", "registration-extension"), ARBITRATES),
        "customer": {"read": "all", **SELLS["customer"]},
    },
    "agent": {
        "*": {**OWN, "read": "unit"},
        **APPLIES,
        "customer": {"read": "all", **SELLS["customer"]},
        "contact": {"read": "all"},
    },
    "marketer": {
        "*": {**OWN, **_reach("own", "delete", "assign"), **_reach("all", "read", "export")},
        **APPLIES,
        **SELLS,
    },
    "accountant": {
        "*": {**OWN, **_reach("all", "read", "export")},
        **APPLIES,
        "customer": _reach("all", *CREDIT),
    },
    "auditor": {
        "*": _reach("all", "read", "export"),
        "*settings": _reach("all", "read"),
        LOG: _reach("all", "read", "export"),
    },
    "protection-officer": {
        "*": _reach("all", "read", "privacy"),
        **{key: {"*": "all"} for key in ("purpose", "legal-hold", "retention-rule", "consent")},
        "destruction": _reach("all", "read", "export"),
    },
}
# Nobody but administrators takes everything along at once, nor all day long.
OUT = {"export_rows": 20_000, "exports_per_day": 20}
LIMITED = ("leader", "manager", "marketer", "accountant", "auditor")


def role_names() -> dict[str, str]:
    """What the shipped roles are called, in the language in force."""
    return {
        "administrator": gettext("Administrator"),
        "leader": gettext("Leader"),
        "manager": gettext("Manager"),
        "seller": gettext("Seller"),
        "channel-manager": gettext("Channel manager"),
        "agent": gettext("Service agent"),
        "marketer": gettext("Marketer"),
        "accountant": gettext("Accountant"),
        "auditor": gettext("Auditor"),
        "protection-officer": gettext("Data protection officer"),
    }


def role_texts() -> dict[str, str]:
    """What each shipped role is for, in the language in force."""
    return {
        "administrator": gettext("Sets Kith up, keeps people and their rights, and may do everything."),
        "leader": gettext("Sees everything and gives work to others; changes only what is his own."),
        "manager": gettext("Leads a unit: sees and changes all that belongs to it and to the units below."),
        "seller": gettext("Works with his own customers and deals; takes no lists along."),
        "channel-manager": gettext(
            "Decides on registrations of customers and projects, and sees all of them; for the rest a seller."
        ),
        "agent": gettext(
            "Knows every customer who calls; changes only what is his own and takes no lists along."
        ),
        "marketer": gettext("Reads everything to find whom to address; changes only what is his own."),
        "accountant": gettext("Reads everything that is to be paid; changes only what is his own."),
        "auditor": gettext("Reads everything, settings and log too, and changes nothing."),
        "protection-officer": gettext("Answers people what is kept about them, and has it erased in time."),
    }


def template(key: str) -> dict[str, Any]:
    """The values with which a role is shipped. Raises KeyError for a role of the company's own."""
    return {
        "grants": {entity: dict(said) for entity, said in GRANTS[key].items()},
        "levels": {},
        "limits": dict(OUT) if key in LIMITED else {},
    }


def suggestion(role: Role, _chosen: Mapping[str, Any] | None, *, actor: Actor) -> dict[str, Any]:
    """What a copy is called at first."""
    return {"values": {"called": gettext("%(name)s (copy)") % {"name": role.name}}}


@action(
    pgettext_lazy("button", "Copy"),
    done=pgettext_lazy("done", "Copied"),
    icon="copy",
    many=False,
    prepare=suggestion,
)
def copy(
    role: Role, *, called: Annotated[str, arg("text", _("Name of the copy"), max_length=200)], actor: Actor
) -> Role:
    """A new role that may do the same, to be changed from there."""
    said = {key: getattr(role, key) for key in ("about", "grants", "levels", "limits", "demands")}
    found: Role = records.create(Role, by=actor, key=free_key(role.key), name=called, **said)
    return found


def free_key(key: str) -> str:
    """A key after this one that no role has."""
    taken = set(Role.objects.values_list("key", flat=True))
    stem = key[:34]
    return next(found for number in range(2, len(taken) + 3) if (found := f"{stem}-{number}") not in taken)


def preview(role: Role, _chosen: Mapping[str, Any] | None, *, actor: Actor) -> dict[str, Any]:
    """What would change: each right with its word now and in the template."""
    return {"differences": differences(role, Role(**template(role.key)))}


@action(
    _("Back to the template"),
    done=pgettext_lazy("done", "Put back to the template"),
    icon="rotate",
    many=False,
    when={"field": "key", "op": "in", "value": list(GRANTS)},
    prepare=preview,
    template="fragments/differences.html",
    help=_("Rights, field rights and limits become what Kith ships for this role. It can be taken back."),
)
def put_back(role: Role, *, actor: Actor) -> None:
    """A shipped role as it was shipped."""
    for name, value in template(role.key).items():
        setattr(role, name, value)
