from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.engine.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("engine", "0002_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Competitor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("website", kith.engine.fields.Url(blank=True, default="", max_length=500, null=False)),
                ("strengths", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("weaknesses", kith.engine.fields.LongText(blank=True, default="", null=False)),
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
                "verbose_name": "Competitor",
            },
        ),
        migrations.CreateModel(
            name="LostReason",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
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
                "verbose_name": "Lost reason",
            },
        ),
        migrations.CreateModel(
            name="Pipeline",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("days", kith.engine.fields.Integer(blank=True, default=90, null=False)),
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
                "verbose_name": "Pipeline",
            },
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("outcome", kith.engine.fields.Choice(blank=True, default="open", max_length=10, null=False)),
                ("amount", kith.engine.fields.Money(blank=True, null=True)),
                ("probability", kith.engine.fields.Percent(blank=True, null=True, places=2)),
                ("close_on", kith.engine.fields.Date(blank=True, null=False)),
                ("source", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("next_step", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("engaged_on", kith.engine.fields.Date(blank=True, null=True)),
                ("closed_on", kith.engine.fields.Date(blank=True, null=True)),
                ("days_to_close", kith.engine.fields.Integer(blank=True, null=True)),
                ("stage_changed_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("lost_note", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("tags", kith.engine.fields.Tags(blank=True, default=list, null=False)),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                (
                    "amount_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("amount_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
                (
                    "competitor",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.competitor",
                    ),
                ),
                (
                    "contact",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
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
                    "lost_reason",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.lostreason",
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
                (
                    "pipeline",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.pipeline",
                    ),
                ),
            ],
            options={
                "verbose_name": "Opportunity",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("code", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("series", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("price", kith.engine.fields.Money(blank=True, null=True)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                (
                    "price_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("price_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
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
                "verbose_name": "Product",
            },
        ),
        migrations.CreateModel(
            name="OpportunityLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                (
                    "quantity",
                    kith.engine.fields.Decimal(blank=True, default=Decimal(1), null=False, places=3),
                ),
                ("price", kith.engine.fields.Money(blank=True, null=False)),
                ("amount", kith.engine.fields.Money(blank=True, null=False)),
                (
                    "price_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("price_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
                (
                    "amount_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("amount_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
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
                    "opportunity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.opportunity",
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
                (
                    "product",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "Product line",
            },
        ),
        migrations.AddField(
            model_name="opportunity",
            name="product",
            field=kith.engine.fields.Reference(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.product",
            ),
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("company", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("position", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("status", kith.engine.fields.Choice(blank=True, default="new", max_length=40, null=False)),
                ("warmth", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("source", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("mobile", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("email", kith.engine.fields.Email(blank=True, default="", max_length=200, null=False)),
                ("website", kith.engine.fields.Url(blank=True, default="", max_length=500, null=False)),
                ("country", kith.engine.fields.Country(blank=True, default="", max_length=2, null=False)),
                ("city", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("industry", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("employees", kith.engine.fields.Integer(blank=True, null=True)),
                ("amount", kith.engine.fields.Money(blank=True, null=True)),
                ("warn_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("respond_by", kith.engine.fields.DateTime(blank=True, null=True)),
                ("last_contact_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("followed_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("owner_since", kith.engine.fields.DateTime(blank=True, null=True)),
                ("next_contact_on", kith.engine.fields.Date(blank=True, null=True)),
                ("recycled_on", kith.engine.fields.Date(blank=True, null=True)),
                ("tags", kith.engine.fields.Tags(blank=True, default=list, null=False)),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                (
                    "disqualified_because",
                    kith.engine.fields.Choice(blank=True, default="", max_length=20, null=False),
                ),
                ("converted_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("data_quality", kith.engine.fields.Integer(blank=True, null=True)),
                ("gaps", kith.engine.fields.References(blank=True, default=list, null=False)),
                (
                    "amount_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("amount_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
                (
                    "contact",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
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
                (
                    "opportunity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.opportunity",
                    ),
                ),
                (
                    "product",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "Lead",
            },
        ),
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("days", kith.engine.fields.Integer(blank=True, default=7, null=False)),
                ("extension_days", kith.engine.fields.Integer(blank=True, default=7, null=False)),
                ("warn_days", kith.engine.fields.Integer(blank=True, default=2, null=False)),
                ("needs_evidence", kith.engine.fields.Boolean(default=False, null=False)),
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
                "verbose_name": "Product category",
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("number", kith.engine.fields.AutoNumber(blank=True, default="", max_length=200, null=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("products", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("tax_number", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("contact_name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                (
                    "contact_position",
                    kith.engine.fields.Text(blank=True, default="", max_length=120, null=False),
                ),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("project_name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("project_address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("evidence", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("despite", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("state", kith.engine.fields.Choice(blank=True, default="draft", max_length=10, null=False)),
                ("submitted_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("decided_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("decision", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("granted_days", kith.engine.fields.Integer(blank=True, null=True)),
                ("protected_from", kith.engine.fields.DateTime(blank=True, null=True)),
                ("protected_until", kith.engine.fields.DateTime(blank=True, null=True)),
                ("extension_count", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("tax_key", kith.engine.fields.NormalForm(source="tax_number")),
                ("match_key", kith.engine.fields.NormalForm(source="name")),
                ("phone_key", kith.engine.fields.NormalForm(source="phone")),
                ("address_key", kith.engine.fields.NormalForm(source="address")),
                ("project_key", kith.engine.fields.NormalForm(source="project_address")),
                (
                    "category",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.productcategory",
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
                    "dealer",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "decided_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opportunity",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.opportunity",
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
                "verbose_name": "Registration",
            },
        ),
        migrations.CreateModel(
            name="RegistrationDispute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("state", kith.engine.fields.Choice(blank=True, default="open", max_length=10, null=False)),
                ("reason", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("decided_at", kith.engine.fields.DateTime(blank=True, null=True)),
                (
                    "category",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.productcategory",
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
                    "decided_by",
                    kith.engine.fields.Reference(
                        blank=True,
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
                (
                    "winner",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "Dispute",
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="dispute",
            field=kith.engine.fields.Reference(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.registrationdispute",
            ),
        ),
        migrations.CreateModel(
            name="RegistrationExtension",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("reason", kith.engine.fields.Text(blank=True, default="", max_length=500, null=False)),
                ("days", kith.engine.fields.Integer(blank=True, null=True)),
                ("until_before", kith.engine.fields.DateTime(blank=True, null=True)),
                ("until", kith.engine.fields.DateTime(blank=True, null=True)),
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
                    "registration",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.registration",
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
                "verbose_name": "Extension",
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                (
                    "probability",
                    kith.engine.fields.Percent(blank=True, default=Decimal(0), null=False, places=2),
                ),
                ("outcome", kith.engine.fields.Choice(blank=True, default="open", max_length=10, null=False)),
                ("tone", kith.engine.fields.Choice(blank=True, default="info", max_length=10, null=False)),
                ("stall_days", kith.engine.fields.Integer(blank=True, null=True)),
                ("requires", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
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
                    "pipeline",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.pipeline",
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
                "verbose_name": "Stage",
            },
        ),
        migrations.AddField(
            model_name="opportunity",
            name="stage",
            field=kith.engine.fields.Reference(
                blank=True,
                null=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sales.stage",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="competitor_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="competitor_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="competitor_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="competitor",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="competitor_name_key_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="competitor_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="lostreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="lostreason_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="lostreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="lostreason_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="lostreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="lostreason_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="lostreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="lostreason_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="lostreason",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="lost_reason_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="pipeline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="pipeline_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="pipeline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="pipeline_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="pipeline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="pipeline_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="pipeline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="pipeline_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="pipeline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="pipeline_name_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="product_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="product_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="product_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="product_name_key_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("code", ""), _negated=True)),
                fields=("code",),
                name="product_code_once",
                violation_error_message="This code is taken.",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="opportunitylin_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="opportunitylin_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="opportunitylin_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="opportunitylin_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["data_quality", "id"],
                name="lead_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "data_quality"],
                name="lead_owner_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("respond_by__isnull", False)),
                fields=["owner", "respond_by"],
                name="lead_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("next_contact_on__isnull", False)),
                fields=["owner", "next_contact_on"],
                name="lead_due",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "followed_at"],
                name="lead_followed",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-updated_at"],
                name="lead_news",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="lead_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="lead_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="lead_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="lead_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="lead_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="lead_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="lead_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="lead_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="productcategory",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="productcategor_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="productcategory",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="productcategor_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="productcategory",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="productcategor_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="productcategory",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="productcategor_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="productcategory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="product_category_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationdispute",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="registrationdi_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationdispute",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="registrationdi_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationdispute",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="registrationdi_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationdispute",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="registrationdi_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("tax_key", ""), _negated=True)),
                fields=["tax_key", "category"],
                name="registration_tax_key",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("match_key", ""), _negated=True)),
                fields=["match_key", "category"],
                name="registration_match_key",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("phone_key", ""), _negated=True)),
                fields=["phone_key", "category"],
                name="registration_phone_key",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", True), models.Q(("address_key", ""), _negated=True)
                ),
                fields=["address_key", "category"],
                name="registration_address_key",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", True), models.Q(("project_key", ""), _negated=True)
                ),
                fields=["project_key", "category"],
                name="registration_project_key",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["state", "protected_until"],
                name="registration_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="registration_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="registration_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="registration_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="registration_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="registration_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="registration_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="registration_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="registration_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationextension",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="registrationex_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationextension",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="registrationex_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationextension",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="registrationex_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="registrationextension",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="registrationex_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationextension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("registration",),
                name="registration_extended_once",
                violation_error_message="A protection is extended only once.",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="stage_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="stage_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="stage_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="stage_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("pipeline", "name"),
                name="stage_name_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=[
                    "stage",
                    "-created_at",
                    "-id",
                    "owner",
                    "unit",
                    "amount_base",
                    "probability",
                    "deleted_at",
                ],
                name="opportunity_board",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=[
                    "owner",
                    "stage",
                    "-created_at",
                    "-id",
                    "unit",
                    "amount_base",
                    "probability",
                    "deleted_at",
                ],
                name="opportunity_my_board",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "outcome", "close_on", "stage", "stage_changed_at"],
                name="opportunity_due",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-updated_at"],
                name="opportunity_news",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="opportunity_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="opportunity_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="opportunity_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="opportunity_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["close_on", "id"],
                name="opportunity_close_on_all",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "close_on", "id"],
                name="opportunity_close_on_o",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "close_on", "id"],
                name="opportunity_close_on_u",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "close_on", "id"],
                name="opportunity_close_on_t",
            ),
        ),
    ]
