"""Days off of countries in working hours, against every day of 2024 and 2025 (shared/data/work_calendars)."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.company import People

from kith.engine import epoch, records
from kith.engine.identity.models import User
from kith.engine.identity.staffing import WorkingHours
from kith.engine.worktime import working_week

DAYS = Path(__file__).parents[4].parent / "shared/data/work_calendars/days_2024_2025.csv"
OFFICE = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9:00-17:00")


def filled(people: People, country: str, *years: int, **values: str) -> Any:
    hours = records.create(WorkingHours, by=people.ada, name=country, **OFFICE, **values)
    for year in years:
        hours = records.perform(
            "fill_days", (WorkingHours, hours.pk), by=people.ada, country=country, year=year
        )
    return hours


@pytest.mark.skipif(not DAYS.exists(), reason="shared/data/work_calendars is not here")
@pytest.mark.parametrize("country", ["CN", "RU", "US", "DE"])
def test_every_day_of_two_years_is_worked_or_not_as_the_country_does(people: People, country: str) -> None:
    hours = filled(people, country, 2024, 2025)
    sue = people.users["sue"]
    records.update((User, sue.pk), by=people.ada, hours=hours.pk)
    rows = list(csv.DictReader(DAYS.read_text(encoding="utf-8").splitlines()))
    with epoch.turn():
        week = working_week(sue.pk)
    wrong = [
        row["date"]
        for row in rows
        if bool(week.of(dt.date.fromisoformat(row["date"]))) != (row[f"{country.lower()}_workday"] == "1")
    ]
    worked = sum(bool(week.of(dt.date.fromisoformat(row["date"]))) for row in rows)
    sys.stdout.write(f"{country}: {len(rows) - len(wrong)} of {len(rows)} days right, {worked} worked\n")
    assert len(rows) == 731
    assert wrong == []


@pytest.mark.parametrize(("language", "reason"), [("zh-hans", "调休"), ("ru", "调休"), ("en", "Day off")])
def test_reasons_are_in_the_language_of_who_fills_them_in(people: People, language: str, reason: str) -> None:
    people.give("ada", language=language)
    hours = filled(people, "CN", 2024)
    assert "2024-02-15" in hours.holidays
    assert reason in hours.holidays, "what is not known in Russian stands there as China says it"


def test_filling_in_again_keeps_other_years_and_own_days(people: People) -> None:
    hours = filled(people, "DE", 2024, holidays="2023-12-27 - 2023-12-29 closed")
    once = hours.holidays
    again = records.perform("fill_days", (WorkingHours, hours.pk), by=people.ada, country="DE", year=2024)
    assert again.holidays == once
    assert once.startswith("2023-12-27 - 2023-12-29 closed\n2024-01-01")
