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
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("records", models.BigIntegerField(default=0)),
                ("pairs", models.BigIntegerField(default=0)),
                ("groups", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scan_id", models.BigIntegerField()),
                ("entity", models.CharField(max_length=60)),
                ("members", models.JSONField()),
                ("others", models.JSONField(default=list)),
                ("chance", models.FloatField()),
                ("open", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entity", "open", "-chance", "id"], name="duplicategroup_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BigIntegerField()),
                ("kind", models.SmallIntegerField()),
                ("entity", models.SmallIntegerField()),
                ("record_id", models.BigIntegerField()),
                ("source", models.SmallIntegerField()),
                ("source_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mark"], name="matchkey_mark"),
                    models.Index(fields=["source_id", "source"], name="matchkey_source"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("low_entity", models.SmallIntegerField()),
                ("low_id", models.BigIntegerField()),
                ("high_entity", models.SmallIntegerField()),
                ("high_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["high_id", "high_entity"], name="verdict_high")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("low_entity", "low_id", "high_entity", "high_id"), name="verdict_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("entity", kith.engine.fields.Choice(blank=True, default="", max_length=60, null=False)),
                ("also", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("equal", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("then", kith.engine.fields.Choice(blank=True, default="warn", max_length=10, null=False)),
                ("moments", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("tells", kith.engine.fields.Choice(blank=True, default="known", max_length=10, null=False)),
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
                "verbose_name": "Rule for duplicates",
                "indexes": [
                    models.Index(fields=["entity"], name="matchrule_entity"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["-created_at", "-id"],
                        name="matchrule_created__all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "-created_at", "-id"],
                        name="matchrule_created__o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "-created_at", "-id"],
                        name="matchrule_created__u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "-created_at", "-id"],
                        name="matchrule_created__t",
                    ),
                ],
            },
        ),
    ]
