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
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["about_entity", "about", "-at"],
                        name="activity_about",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["customer", "-at", "-id"],
                        name="activity_customer",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True), ("done", False)),
                        fields=["customer", "at"],
                        name="activity_pending",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True), ("done", False)),
                        fields=["owner", "at"],
                        name="activity_open",
                    ),
                    models.Index(
                        condition=models.Q(("done", False), ("reminder_at__isnull", False)),
                        fields=["reminder_at"],
                        name="activity_reminder",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["-at", "-id"],
                        name="activity_at_all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "-at", "-id"],
                        name="activity_at_o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "-at", "-id"],
                        name="activity_at_u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "-at", "-id"],
                        name="activity_at_t",
                    ),
                ],
            },
        ),
    ]
