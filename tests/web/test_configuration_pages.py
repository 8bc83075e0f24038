"""The pages of the configuration: its file, the plan of one, its versions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.engine import records
from kith.engine.identity.models import Role
from kith.modules.sales.models import Pipeline
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db
SHIPS = 'format = 1\n[[pipelines]]\nname = "Ships"\n[[stages]]\npipeline = "Ships"\nname = "Keel"\n'


def sent(client: Any, text: str, **more: str) -> Any:
    """The answer to a file that is sent."""
    return client.post("/shape/file/", {"file": SimpleUploadedFile("kith.toml", text.encode()), **more})


def hidden(answer: Any) -> dict[str, str]:
    """What the form of a plan would send on."""
    body = answer.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    if (text := re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', body, re.DOTALL)) is not None:
        found["text"] = (
            text[1].replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        )
    return found


def test_a_file_is_looked_at_applied_and_taken_back(people: People) -> None:
    client = browser(people.users["ada"])
    plan = sent(client, SHIPS)
    assert plan.status_code == 200
    assert not Pipeline.live().filter(name="Ships").exists()
    answer = client.post("/shape/file/apply/", hidden(plan))
    assert (answer.status_code, answer["Location"]) == (303, "/shape/file/")
    assert Pipeline.live().filter(name="Ships").exists()
    versions = client.get("/shape/versions/").content.decode()
    assert "Ships › Keel" in versions
    (undo,) = set(re.findall(r'action="(/undo/\d+/)"', versions.split("Ships › Keel")[1].split("</li>")[0]))
    client.post(undo, {})
    assert not Pipeline.live().filter(name="Ships").exists()


def test_what_was_not_shown_is_not_done(people: People) -> None:
    client = browser(people.users["ada"])
    form = hidden(sent(client, SHIPS))
    records.create(Pipeline, by=people.ada, name="Ships", days=5)
    answer = client.post("/shape/file/apply/", form)
    assert "Look again" in answer.content.decode()
    assert Pipeline.live().get(name="Ships").days == 5


def test_a_refused_file_says_where_and_changes_nothing(people: People) -> None:
    client = browser(people.users["ada"])
    answer = sent(client, SHIPS + '[[stages]]\npipeline = "Moon"\nname = "A"\n')
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "line 7, [[stages]] Moon › A" in body
    assert 'class="btn btn-primary"' not in body.split("form-foot")[1].split("</form>")[0]
    assert sent(client, "nonsense").status_code == 400
    assert sent(client, "format = 99").status_code == 400
    assert client.post("/shape/file/", {}).status_code == 422
    assert client.post("/shape/file/apply/", {"text": "nonsense"}).status_code == 400


def test_the_file_comes_down_whole_or_in_part(people: People) -> None:
    client = browser(people.users["ada"])
    whole = client.get("/shape/file/download/").content.decode()
    assert "[[roles]]" in whole
    assert "[[stages]]" in whole
    part = client.get("/shape/file/download/?only=stages").content.decode()
    assert "[[pipelines]]" in part
    assert "[[roles]]" not in part
    assert client.get("/shape/file/download/?only=rockets").status_code == 400


def test_one_goes_back_to_a_version_after_seeing_what_that_changes(people: People) -> None:
    client = browser(people.users["ada"])
    records.update(people.roles["seller"], by=people.ada, name="Hunter")
    versions = client.get("/shape/versions/").content.decode()
    moment = re.findall(r'href="(/shape/versions/\d+/)"', versions)[0]
    plan = client.get(moment)
    assert "Hunter" in plan.content.decode()
    assert client.post(moment, hidden(plan)).status_code == 303
    assert Role.live().get(key="seller").name == "Seller"
    numbers = re.findall(r'name="from" value="(\d+)"', versions)
    compared = client.get(f"/shape/versions/compare/?from={numbers[1]}&to={numbers[0]}").content.decode()
    assert "Hunter" in compared
    assert client.get(f"/shape/versions/compare/?from={numbers[0]}").status_code == 200
    assert client.get("/shape/versions/compare/").status_code == 400
    assert client.get("/shape/versions/99999999/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/shape/file/", "/shape/file/download/", "/shape/versions/", "/shape/versions/1/"]
)
def test_who_does_not_shape_finds_nothing_here(people: People, path: str) -> None:
    assert browser(people.users["max"]).get(path).status_code == 404
