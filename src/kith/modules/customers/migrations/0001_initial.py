import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.engine.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("engine", "0002_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="company", max_length=40, null=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("other_names", kith.engine.fields.LongText(blank=True, default="", null=False)),
                (
                    "status",
                    kith.engine.fields.Choice(blank=True, default="prospect", max_length=40, null=False),
                ),
                ("grade", kith.engine.fields.Choice(blank=True, default="", max_length=1, null=False)),
                ("grade_until", kith.engine.fields.Date(blank=True, null=True)),
                ("grade_review_on", kith.engine.fields.Date(blank=True, null=True)),
                ("credit_class", kith.engine.fields.Choice(blank=True, default="", max_length=1, null=False)),
                ("payment_days", kith.engine.fields.Integer(blank=True, null=True)),
                ("credit_limit", kith.engine.fields.Money(blank=True, null=True)),
                ("credit_blocked", kith.engine.fields.Boolean(default=False, null=False)),
                (
                    "credit_reason",
                    kith.engine.fields.Text(blank=True, default="", max_length=300, null=False),
                ),
                (
                    "latent_quality",
                    kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False),
                ),
                ("loyalty", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("worth", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("potential", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                (
                    "relationship",
                    kith.engine.fields.Choice(blank=True, default="", max_length=15, null=False),
                ),
                ("industry", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("email", kith.engine.fields.Email(blank=True, default="", max_length=200, null=False)),
                ("website", kith.engine.fields.Url(blank=True, default="", max_length=500, null=False)),
                ("country", kith.engine.fields.Country(blank=True, default="", max_length=2, null=False)),
                ("city", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("location", kith.engine.fields.Location(blank=True, default="", max_length=40, null=False)),
                ("location_cell", kith.engine.fields.Cell(source="location")),
                ("town_only", kith.engine.fields.Boolean(default=False, null=False)),
                ("employees", kith.engine.fields.Integer(blank=True, null=True)),
                ("revenue", kith.engine.fields.Money(blank=True, null=True)),
                ("founded", kith.engine.fields.Integer(blank=True, null=True)),
                ("source", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("last_contact_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("followed_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("owner_since", kith.engine.fields.DateTime(blank=True, null=True)),
                ("warn_at", kith.engine.fields.DateTime(blank=True, null=True)),
                ("respond_by", kith.engine.fields.DateTime(blank=True, null=True)),
                ("next_contact_on", kith.engine.fields.Date(blank=True, null=True)),
                ("recycled_on", kith.engine.fields.Date(blank=True, null=True)),
                ("tags", kith.engine.fields.Tags(blank=True, default=list, null=False)),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("data_quality", kith.engine.fields.Integer(blank=True, null=True)),
                ("gaps", kith.engine.fields.References(blank=True, default=list, null=False)),
                (
                    "credit_limit_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("credit_limit_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
                (
                    "revenue_currency",
                    kith.engine.fields.CurrencyCode(default="", editable=False, max_length=3, null=False),
                ),
                ("revenue_base", kith.engine.fields.BaseAmount(default=0, editable=False, null=False)),
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
                    "parent",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
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
                "verbose_name": "Customer",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("position", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("role", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("attitude", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("influence", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("mobile", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("email", kith.engine.fields.Email(blank=True, default="", max_length=200, null=False)),
                ("language", kith.engine.fields.Language(blank=True, default="", max_length=12, null=False)),
                ("birthday", kith.engine.fields.Date(blank=True, null=True)),
                ("birth_day", kith.engine.fields.Integer(blank=True, null=True)),
                ("tags", kith.engine.fields.Tags(blank=True, default=list, null=False)),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("other_names", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("background", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("likes", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("character", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("habits", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("data_quality", kith.engine.fields.Integer(blank=True, null=True)),
                ("gaps", kith.engine.fields.References(blank=True, default=list, null=False)),
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
                    "reports_to",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
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
                    "customer",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "Contact",
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="billing", max_length=40, null=False)),
                ("street", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("postcode", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("city", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("region", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("country", kith.engine.fields.Country(blank=True, default="", max_length=2, null=False)),
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
                (
                    "customer",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "Address",
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("position", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("role", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("attitude", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("influence", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                (
                    "contact",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
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
                        null=False,
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
                    "reports_to",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
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
                "verbose_name": "Involvement",
            },
        ),
        migrations.CreateModel(
            name="LegalDetail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("title", kith.engine.fields.Text(blank=True, default="", max_length=400, null=False)),
                ("country", kith.engine.fields.Country(blank=True, default="", max_length=2, null=False)),
                ("form", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("tax_number", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("branch_number", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                (
                    "register_number",
                    kith.engine.fields.Text(blank=True, default="", max_length=60, null=False),
                ),
                ("address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("signs", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("basis", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("bank", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("bank_code", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("swift", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("account", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("correspondent", kith.engine.fields.Text(blank=True, default="", max_length=30, null=False)),
                ("main", kith.engine.fields.Boolean(default=False, null=False)),
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
                        null=False,
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
                "verbose_name": "Legal details",
            },
        ),
        migrations.CreateModel(
            name="OwnLegalDetail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("title", kith.engine.fields.Text(blank=True, default="", max_length=400, null=False)),
                ("country", kith.engine.fields.Country(blank=True, default="", max_length=2, null=False)),
                ("form", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("tax_number", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("branch_number", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                (
                    "register_number",
                    kith.engine.fields.Text(blank=True, default="", max_length=60, null=False),
                ),
                ("address", kith.engine.fields.Address(blank=True, default="", null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("signs", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("basis", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("bank", kith.engine.fields.Text(blank=True, default="", max_length=300, null=False)),
                ("bank_code", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("swift", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("account", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("correspondent", kith.engine.fields.Text(blank=True, default="", max_length=30, null=False)),
                ("main", kith.engine.fields.Boolean(default=False, null=False)),
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
                "verbose_name": "Our legal details",
            },
        ),
        migrations.CreateModel(
            name="RelationKind",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("forth", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("back", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
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
                "verbose_name": "Kind of relation",
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("one", kith.engine.fields.AnyReference(blank=True, null=False)),
                ("other", kith.engine.fields.AnyReference(blank=True, null=False)),
                ("note", kith.engine.fields.Text(blank=True, default="", max_length=500, null=False)),
                ("since", kith.engine.fields.Date(blank=True, null=True)),
                (
                    "one_entity",
                    kith.engine.fields.EntityKey(default="", editable=False, max_length=60, null=False),
                ),
                (
                    "other_entity",
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
                    "kind",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.relationkind",
                    ),
                ),
            ],
            options={
                "verbose_name": "Relation",
            },
        ),
        migrations.CreateModel(
            name="SpecialDate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                (
                    "kind",
                    kith.engine.fields.Choice(blank=True, default="birthday", max_length=40, null=False),
                ),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("month", kith.engine.fields.Integer(blank=True, null=False)),
                ("day", kith.engine.fields.Integer(blank=True, null=False)),
                ("year", kith.engine.fields.Integer(blank=True, null=True)),
                ("lunar", kith.engine.fields.Boolean(default=False, null=False)),
                ("month_day", kith.engine.fields.Integer(blank=True, null=True)),
                (
                    "contact",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
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
                "verbose_name": "Special day",
            },
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["data_quality", "id"],
                name="customer_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "data_quality"],
                name="customer_owner_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("next_contact_on__isnull", False)),
                fields=["owner", "next_contact_on"],
                name="customer_due",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("grade_review_on__isnull", False)),
                fields=["owner", "grade_review_on"],
                name="customer_review",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "last_contact_at"],
                name="customer_silent",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["last_contact_at", "id"],
                name="customer_spoken",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "followed_at"],
                name="customer_followed",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-updated_at"],
                name="customer_news",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("respond_by__isnull", False)),
                fields=["respond_by"],
                name="customer_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["location_cell"], name="customer_place"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="customer_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="customer_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="customer_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="customer_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="customer_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="customer_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="customer_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="customer_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["data_quality", "id"],
                name="contact_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "data_quality"],
                name="contact_owner_quality",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("birth_day__isnull", False)),
                fields=["owner", "birth_day"],
                name="contact_birthday",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="contact_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="contact_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="contact_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="contact_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="contact_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="contact_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="contact_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="contact_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="address_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="address_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="address_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="address_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="involvement_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="involvement_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="involvement_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="involvement_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("contact", "customer"),
                name="involved_once",
                violation_error_message="This link exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="legaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="legaldetail_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="legaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="legaldetail_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="legaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="legaldetail_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="legaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="legaldetail_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaldetail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("tax_number", ""), _negated=True)),
                fields=("customer", "tax_number", "branch_number", "account"),
                name="legal_detail_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="ownlegaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="ownlegaldetail_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="ownlegaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="ownlegaldetail_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="ownlegaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="ownlegaldetail_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="ownlegaldetail",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="ownlegaldetail_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlegaldetail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("tax_number", ""), _negated=True)),
                fields=("tax_number", "branch_number", "account"),
                name="own_legal_detail_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="relationkind",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="relationkind_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="relationkind",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="relationkind_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="relationkind",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="relationkind_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="relationkind",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="relationkind_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationkind",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="relation_kind_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["one_entity", "one"],
                name="relation_one",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["other_entity", "other"],
                name="relation_other",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="relation_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="relation_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="relation_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="relation_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="specialdate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["lunar", "month_day"],
                name="specialdate_when",
            ),
        ),
        migrations.AddIndex(
            model_name="specialdate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="specialdate_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="specialdate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="specialdate_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="specialdate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="specialdate_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="specialdate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="specialdate_created__t",
            ),
        ),
    ]
