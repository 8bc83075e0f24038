import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.engine.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("engine", "0002_search_words"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="task", max_length=40, null=False)),
                ("subject", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("ends_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("about", kith.engine.fields.AnyReference(blank=True, null=True)),
                ("users", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("contacts", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("location", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                (
                    "priority",
                    kith.engine.fields.Choice(blank=True, default="normal", max_length=10, null=False),
                ),
                ("reminder_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("done", kith.engine.fields.Boolean(default=False, null=False)),
                ("done_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("outcome", kith.engine.fields.Text(blank=True, default="", max_length=500, null=False)),
                ("next_contact_on", kith.engine.fields.Date(blank=True, null=True)),
                ("body", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("mentions", kith.engine.fields.References(blank=True, default=list, null=False)),
                (
                    "about_entity",
                    kith.engine.fields.EntityKey(default="", editable=False, max_length=60, null=False),
                ),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Activity",
            },
        ),
        migrations.CreateModel(
            name="CompetitorNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("competitor", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("product", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("price", kith.engine.fields.Money(blank=True, null=True)),
                ("note", kith.engine.fields.LongText(blank=True, default="", null=False)),
                (
                    "price_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("price_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
                (
                    "activity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Competitor note",
            },
        ),
        migrations.CreateModel(
            name="PositionConsent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("given_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("ended_at", kith.engine.fields.DateTime(blank=True, null=True)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Consent to positions",
            },
        ),
        migrations.CreateModel(
            name="ReportRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="daily", max_length=10, null=False)),
                ("people", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("roles", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("units", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("weekdays", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("from_time", kith.engine.fields.Time(blank=True, null=True)),
                ("until_days", kith.engine.fields.Integer(blank=True, default=1, null=False)),
                ("until_time", kith.engine.fields.Time(blank=True, null=True)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Report rule",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("purpose", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("in_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("in_state", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("in_accuracy", kith.engine.fields.Integer(blank=True, null=True)),
                ("in_distance", kith.engine.fields.Integer(blank=True, null=True)),
                ("in_reason", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("out_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("out_state", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("out_accuracy", kith.engine.fields.Integer(blank=True, null=True)),
                ("out_distance", kith.engine.fields.Integer(blank=True, null=True)),
                ("out_reason", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("minutes", kith.engine.fields.Duration(blank=True, null=True)),
                ("valid", kith.engine.fields.Boolean(default=False, null=False)),
                ("wanting", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("findings", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("next_step", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("pictures_until", kith.engine.fields.Date(blank=True, null=True)),
                (
                    "activity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit",
            },
        ),
        migrations.CreateModel(
            name="VisitForm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("purpose", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("customers", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit form",
            },
        ),
        migrations.CreateModel(
            name="VisitNorm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("grade", kith.engine.fields.Choice(blank=True, default="", max_length=1, null=False)),
                ("times", kith.engine.fields.Integer(blank=True, default=1, null=False)),
                ("period", kith.engine.fields.Choice(blank=True, default="year", max_length=40, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit norm",
            },
        ),
        migrations.CreateModel(
            name="VisitPosition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("moment", kith.engine.fields.Choice(blank=True, default="in", max_length=40, null=False)),
                ("at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("place", kith.engine.fields.Location(blank=True, default="", max_length=40, null=False)),
                ("accuracy", kith.engine.fields.Integer(blank=True, null=True)),
                ("until", kith.engine.fields.Date(blank=True, null=True)),
                (
                    "activity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Position",
            },
        ),
        migrations.CreateModel(
            name="VisitQuestion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("text", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="text", max_length=40, null=False)),
                ("options", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("required", kith.engine.fields.Boolean(default=False, null=False)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.visitform",
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit question",
            },
        ),
        migrations.CreateModel(
            name="VisitAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("text", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("number", kith.engine.fields.Decimal(blank=True, null=True, places=3)),
                (
                    "activity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "picture",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.attachment",
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.visitquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit answer",
            },
        ),
        migrations.CreateModel(
            name="VisitRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("customers", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("radius", kith.engine.fields.Integer(blank=True, default=500, null=False)),
                ("accuracy", kith.engine.fields.Integer(blank=True, default=200, null=False)),
                ("minutes", kith.engine.fields.Duration(blank=True, default=10, null=False)),
                ("picture", kith.engine.fields.Boolean(default=False, null=False)),
                ("consent", kith.engine.fields.Boolean(default=True, null=False)),
                ("positions_days", kith.engine.fields.Integer(blank=True, default=365, null=False)),
                ("pictures_days", kith.engine.fields.Integer(blank=True, default=730, null=False)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Visit rule",
            },
        ),
        migrations.CreateModel(
            name="WorkReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="daily", max_length=10, null=False)),
                ("starts_on", kith.engine.fields.Date(blank=True, null=False)),
                ("ends_on", kith.engine.fields.Date(blank=True, null=True)),
                ("done", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("plan", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("problems", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("recipients", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("customers", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("figures", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("submitted_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("late", kith.engine.fields.Boolean(default=False, null=False)),
                ("readers", kith.engine.fields.References(blank=True, default=list, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Work report",
            },
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["about_entity", "about", "-at"],
                name="activity_about",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["customer", "-at", "-id"],
                name="activity_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("done", False)),
                fields=["customer", "at"],
                name="activity_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("done", False)),
                fields=["owner", "at"],
                name="activity_open",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("done", False), ("reminder_at__isnull", False)),
                fields=["reminder_at"],
                name="activity_reminder",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-at", "-id"],
                name="activity_at_all",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-at", "-id"],
                name="activity_at_o",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-at", "-id"],
                name="activity_at_u",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-at", "-id"],
                name="activity_at_t",
            ),
        ),
        migrations.AddIndex(
            model_name="competitornote",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="competitornote_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="competitornote",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="competitornote_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="competitornote",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="competitornote_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="competitornote",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="competitornote_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="positionconsent",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["person", "ended_at"],
                name="consent_position",
            ),
        ),
        migrations.AddIndex(
            model_name="positionconsent",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="positionconsen_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="positionconsent",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="positionconsen_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="positionconsent",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="positionconsen_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="positionconsent",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="positionconsen_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="reportrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id"],
                name="reportrule_name_all",
            ),
        ),
        migrations.AddIndex(
            model_name="reportrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name", "id"],
                name="reportrule_name_o",
            ),
        ),
        migrations.AddIndex(
            model_name="reportrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name", "id"],
                name="reportrule_name_u",
            ),
        ),
        migrations.AddIndex(
            model_name="reportrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name", "id"],
                name="reportrule_name_t",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["customer", "-in_at"],
                name="visit_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("pictures_until__isnull", False)),
                fields=["pictures_until"],
                name="visit_pictures",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="visit_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="visit_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="visit_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="visit_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("activity",),
                name="visit_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="visitform",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="visitform_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitform",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="visitform_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitform",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="visitform_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitform",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="visitform_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitform",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="visit_form_name",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="visitnorm",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="visitnorm_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitnorm",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="visitnorm_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitnorm",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="visitnorm_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitnorm",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="visitnorm_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="visitposition",
            index=models.Index(
                condition=models.Q(("until__isnull", False)), fields=["until"], name="position_until"
            ),
        ),
        migrations.AddIndex(
            model_name="visitposition",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="visitposition_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitposition",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="visitposition_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitposition",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="visitposition_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitposition",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="visitposition_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="visitquestion",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="visitquestion_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitquestion",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="visitquestion_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitquestion",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="visitquestion_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitquestion",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="visitquestion_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("form", "text"),
                name="visit_question_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="visitanswer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="visitanswer_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitanswer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="visitanswer_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitanswer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="visitanswer_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitanswer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="visitanswer_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("activity", "question"),
                name="visit_answer_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="visitrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="visitrule_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="visitrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="visitrule_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="visitrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="visitrule_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="visitrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="visitrule_position_t",
            ),
        ),
        migrations.AddIndex(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "kind", "starts_on"],
                name="report_period",
            ),
        ),
        migrations.AddIndex(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-starts_on", "-id"],
                name="workreport_starts_o_all",
            ),
        ),
        migrations.AddIndex(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-starts_on", "-id"],
                name="workreport_starts_o_o",
            ),
        ),
        migrations.AddIndex(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-starts_on", "-id"],
                name="workreport_starts_o_u",
            ),
        ),
        migrations.AddIndex(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-starts_on", "-id"],
                name="workreport_starts_o_t",
            ),
        ),
    ]
