"""Addresses of the HTML shell. What modules and features add stands before them in kith.config.urls."""

from __future__ import annotations

from django.urls import path

from kith.web.views import (
    acting,
    board,
    calendar,
    entry,
    exporting,
    filters,
    forming,
    habits,
    keeping,
    listing,
    recording,
    reporting,
    searching,
    today,
)

urlpatterns = [
    path("", today.show, name="today"),
    path("sign-in/", entry.sign_in, name="sign-in"),
    path("sign-out/", entry.sign_out, name="sign-out"),
    path("set-up/", entry.set_up, name="set-up"),
    path("search/", searching.show, name="search"),
    path("search/palette/", searching.palette, name="palette"),
    path("references/<slug:entity>/", searching.references, name="references"),
    path("notifications/", keeping.notifications, name="notifications"),
    path("settings/", habits.mine, name="settings"),
    path("settings/theme/", habits.theme, name="theme"),
    path("settings/password/", habits.password, name="password"),
    path("settings/company/", keeping.the_company, name="company"),
    path("settings/trash/", keeping.trash, name="trash"),
    path("settings/batches/", keeping.batches, name="batches"),
    path("undo/<int:number>/", acting.take_back, name="undo"),
    path("<slug:plural>/", listing.show, name="list"),
    path("<slug:plural>/board/", board.show, name="board"),
    path("<slug:plural>/board/move/", board.move, name="move"),
    path("<slug:plural>/calendar/", calendar.show, name="calendar"),
    path("<slug:plural>/report/", reporting.show, name="report"),
    path("<slug:plural>/report/ask/", reporting.ask, name="ask"),
    path("<slug:plural>/filter/", filters.by, name="filter"),
    path("<slug:plural>/columns/", filters.columns, name="columns"),
    path("<slug:plural>/save-view/", filters.save, name="save-view"),
    path("<slug:plural>/export/", exporting.export, name="export"),
    path("<slug:plural>/new/", forming.create, name="new"),
    path("<slug:plural>/bulk/<slug:verb>/", acting.many, name="bulk"),
    path("<slug:plural>/<int:number>/", recording.show, name="record"),
    path("<slug:plural>/<int:number>/edit/", forming.edit, name="edit"),
    path("<slug:plural>/<int:number>/delete/", acting.delete, name="delete"),
    path("<slug:plural>/<int:number>/restore/", acting.restore, name="restore"),
    path("<slug:plural>/<int:number>/purge/", keeping.purge, name="purge"),
    path("<slug:plural>/<int:number>/<slug:name>/", acting.act, name="act"),
]
