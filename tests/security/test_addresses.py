"""Every address of the product is asked by the matrix, or stands here with the reason why not."""

from __future__ import annotations

import pytest
from django.urls import resolve

from tests.company import People
from tests.security.surfaces import SURFACES, Callers, derived, doors, orders, routes
from tests.security.world import World, build, cases, text_of
from tests.signing import browser, program

pytestmark = pytest.mark.database

ENTITIES = ("customer", "activity", "opportunity", "attachment")
"""Together they have every kind of page."""
LEFT_OVER = "api/"
"""Whatever leads nowhere in the API."""

OWN = "what somebody keeps for himself: no record of others is in it"
STRANGERS = "for people who are not in yet: test_every_address_turns_strangers_away"
CREATES = "makes a new record: “create” without a right is refused in test_reach and test_shells"
DESCRIBES = "describes entities and fields, no records: hidden fields in test_fields"
IMPORTS = "one's own imports, for who may import: tests/imports/test_rights.py"
VIEWS = "saved views: tests of the views feature"
BATCHES = "one's own batches: attacks A40"
EXPORTS = "one's own exports: attacks A43"
# The beginning of an address, and why it is not asked by the matrix.
ELSEWHERE = {
    "sign-in/": STRANGERS,
    "set-up/": STRANGERS,
    "sign-out/": STRANGERS,
    "see-as/end/": "ends looking as somebody else: tests/security/test_seeing.py",
    "offline/": STRANGERS,
    "app.webmanifest": STRANGERS,
    "service-worker.js": STRANGERS,
    "settings/": "one's own settings, or the company's for administrators alone: attacks A32",
    "<str:plural>/<int:number>/files/": "files of a field: tests/web/test_held_files.py",
    "api/v1/uploads": "files sent ahead of their record: tests/web/test_held_files.py",
    "shape/": "configuration, for who may add fields everywhere: attacks A32",
    "customers/matrix/": "counts within the reader's reach: tests of the customers module",
    "contacts/<int:number>/card.vcf": "asked of each contact in test_surfaces",
    "follow-up/": "counts within the reader's reach by person: tests of the followup module",
    "pool/": "records without an owner for the members of a pool, as the pool shows them: tests of the pools feature",
    "rating-rules/<int:number>/try/": "counts for those who may read rule and field: tests of the grading feature",
    "pool-rules/<int:number>/simulate/": "counts for those who may read the rules: tests of the pools feature",
    "press/": "an action by way of a button, with its presser's own rights: tests of the buttons feature",
    "condition/": "builds a condition from what was typed, by the names that its writer may know",
    "<slug:plural>/alike/": "whom a form of one’s own looks like: tests/web/test_duplicates.py",
    "api/v1/duplicates": "groups of records that the reader sees: tests/api/test_duplicates.py",
    "duplicates/": "groups of records that the reader sees: tests/web/test_duplicates.py",
    "duplicates/search/": "only for whoever may change all records of an object; it shows none",
    "duplicates/apart/": "decides only about groups whose records one sees: tests/web/test_duplicates.py",
    "<slug:plural>/react/": "what is typed in a form of one's own: tests/web/test_rules.py",
    "quality/": "counts and names within reach: tests of the quality feature",
    "registrations/check/": "tells of what one may not see only a masked name, on purpose: tests of registrations",
    "registrations/known/": "the same for what stands in a form: tests of registrations",
    "registrations/<int:number>/known/": "the same for a stored one: tests of registrations",
    "api/v1/registrations/check": "the same for programs: tests of registrations",
    "design/": "samples, for who may change every role: attacks A32",
    "notifications/read/": OWN,
    "api/v1/notifications/read": OWN,
    "<slug:plural>/board/fold/": OWN,
    "<slug:plural>/widths/": OWN,
    "<slug:plural>/tabs/": OWN,
    "api/v1/me": OWN,
    "api/v1/entities": DESCRIBES,
    "api/v1/openapi.json": DESCRIBES,
    "search/commands/": "commands, no records",
    "<slug:plural>/report/ask/": "turns a form into the address of a report",
    "<slug:plural>/new/": CREATES,
    "<slug:plural>/board/add/": CREATES,
    "<slug:plural>/import/": IMPORTS,
    "imports/": IMPORTS,
    "api/v1/imports": IMPORTS,
    "exports/": EXPORTS,
    "api/v1/exports/": EXPORTS,
    "mass/<int:number>/": "one's own orders: attacks A04",
    "undo/<int:number>/": BATCHES,
    "api/v1/batches/": BATCHES,
    "views/<int:number>/": VIEWS,
    "<slug:plural>/tags/<slug:field>/": "tags within reach: tests of the tags feature",
    "api/v1/<str:plural>/tags": "tags within reach: tests of the tags feature",
    "destructions/<int:number>/act/": "acts of destruction, for who reads them: tests of the privacy feature",
    "retention-rules/<int:number>/preview/": "for who changes the rule: tests of the privacy feature",
    "dossiers/": "what is kept about a person, for who asked: tests of the privacy feature",
    "api/v1/dossiers/": "what is kept about a person, for who asked: tests of the privacy feature",
    "users/<int:number>/": "for administrators alone: attacks A32; handing over: tests of the organisation",
    "units/<int:number>/merge/": "for administrators alone: tests of the organisation",
    "api/v1/log": "the log, for who may read it: tests of the log",
    "merge/": "records side by side, each found through reach: tests of the merging feature",
    "merges/": "one's own merges: tests of the merging feature",
    "moves/": "handing over and merging, for who did it: tests of the organisation",
    "reporting/": "reports within reach, found through the gate: tests/web/test_reporting.py",
    "visiting/": "visits within reach, found through the gate: tests/web/test_visiting.py",
    "organisation/": "people and units, which every colleague knows by name: tests of the organisation",
    "roles/": "for who may read and change roles: tests of the role editor",
    "api/v1/tokens": "one's own tokens: tests of tokens",
    "api/v1/<str:plural>/<number:number>/shares/": "sharing one record, found through reach: tests of sharing",
}


def reason(route: str) -> str:
    """Why an address is not asked by the matrix, "" for no reason."""
    return next((why for start, why in ELSEWHERE.items() if route.startswith(start)), "")


def asked(world: World) -> set[str]:
    """The routes that the matrix asks for an entity."""
    vera = world.people.users["vera"]
    world.vera({"read": "all", "export": "all", "update": "all", "mass_update": "all"})
    by, number = Callers(browser(vera), program(vera), world), world.rows["own"]
    found = {order.path for order in orders(world.spec, number)}
    found |= {path.partition("?")[0] for _who, _name, path in doors(world.spec, number)}
    found |= {path for _who, path in derived(world.spec, number)}
    met = {resolve(path).route for path in found}
    for surface in SURFACES:
        if surface.when(world.spec):
            for answer in surface.ask(by):
                text_of(answer)
                met |= {answer.resolver_match.route} if hasattr(answer, "resolver_match") else set()
    return met


def test_every_address_is_in_the_matrix_or_has_a_reason(people: People) -> None:
    met: set[str] = set()
    for key in ENTITIES:
        met |= asked(build(people, key))
    known = set(routes()) - {LEFT_OVER}
    cases["address in the matrix"] += len(met & known)
    cases["address with a reason"] += len(known - met)
    assert {route for route in known - met if not reason(route)} == set(), "neither asked nor with a reason"
    gone = {start for start in ELSEWHERE if not any(route.startswith(start) for route in known - met)}
    assert gone == set(), "listed, but gone or asked by the matrix"
