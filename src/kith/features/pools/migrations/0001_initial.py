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
            name="Pool",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=80, null=False)),
                (
                    "entity",
                    kith.engine.fields.Choice(blank=True, default="customer", max_length=60, null=False),
                ),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("admins", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("everyone", kith.engine.fields.Boolean(default=True, null=False)),
                ("people", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("units", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("roles", kith.engine.fields.References(blank=True, default=list, null=False)),
                (
                    "taking",
                    kith.engine.fields.Choice(blank=True, default="members", max_length=10, null=False),
                ),
                ("hidden", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("masked", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("claims", kith.engine.fields.Integer(blank=True, null=True)),
                ("period", kith.engine.fields.Integer(blank=True, default=1, null=True)),
                ("cap", kith.engine.fields.Integer(blank=True, null=True)),
                ("spared", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("unworked", kith.engine.fields.Integer(blank=True, null=True)),
                ("cooling", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("freeze", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("protection", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("clear_team", kith.engine.fields.Boolean(default=True, null=False)),
                ("contacts", kith.engine.fields.Boolean(default=True, null=False)),
                ("tasks", kith.engine.fields.Choice(blank=True, default="keep", max_length=10, null=False)),
                ("each", kith.engine.fields.Integer(blank=True, default=1, null=True)),
                ("daily", kith.engine.fields.Integer(blank=True, null=True)),
                ("spacing", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("onward_days", kith.engine.fields.Integer(blank=True, null=True)),
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
                    "onward",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pools.pool",
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
                "verbose_name": "Pool",
            },
        ),
        migrations.CreateModel(
            name="PoolLimit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=80, null=False)),
                (
                    "entity",
                    kith.engine.fields.Choice(blank=True, default="customer", max_length=60, null=False),
                ),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("everyone", kith.engine.fields.Boolean(default=True, null=False)),
                ("people", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("units", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("roles", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("cap", kith.engine.fields.Integer(blank=True, null=True)),
                ("spared", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("locked", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("lock_days", kith.engine.fields.Integer(blank=True, default=30, null=True)),
                (
                    "after_lock",
                    kith.engine.fields.Choice(blank=True, default="stay", max_length=10, null=False),
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
                "verbose_name": "Limit of what one owns",
            },
        ),
        migrations.CreateModel(
            name="PoolMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("claimed", "Taken from the pool"),
                            ("assigned", "Assigned from the pool"),
                            ("spread", "Given out by Kith"),
                            ("returned", "Given back"),
                            ("recycled", "Recycled by rule"),
                            ("entered", "Put into the pool"),
                            ("passed", "Passed on to another pool"),
                            ("changed", "Another owner"),
                            ("locked", "Locked"),
                            ("unlocked", "Unlocked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("pool_id", models.BigIntegerField(null=True)),
                ("source_id", models.BigIntegerField(null=True)),
                ("target_id", models.BigIntegerField(null=True)),
                ("operator_id", models.BigIntegerField(null=True)),
                ("reason", models.CharField(default="", max_length=300)),
                ("rule_id", models.BigIntegerField(null=True)),
                ("days", models.IntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entity", "record_id", "-id"], name="poolmove_record"),
                    models.Index(fields=["target_id", "pool_id", "at"], name="poolmove_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolReason",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
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
                "verbose_name": "Reason to give back",
            },
        ),
        migrations.CreateModel(
            name="PoolRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=80, null=False)),
                (
                    "entity",
                    kith.engine.fields.Choice(blank=True, default="customer", max_length=60, null=False),
                ),
                ("active", kith.engine.fields.Boolean(default=False, null=False)),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("follow_up", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("opportunity", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("deal", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("level", kith.engine.fields.Choice(blank=True, default="grade", max_length=60, null=False)),
                ("joined", kith.engine.fields.Choice(blank=True, default="all", max_length=5, null=False)),
                ("base", kith.engine.fields.Choice(blank=True, default="owned", max_length=10, null=False)),
                ("working", kith.engine.fields.Boolean(default=False, null=False)),
                ("won", kith.engine.fields.Boolean(default=False, null=False)),
                ("dealing", kith.engine.fields.Boolean(default=False, null=False)),
                ("locked", kith.engine.fields.Boolean(default=False, null=False)),
                ("warning", kith.engine.fields.Integer(blank=True, default=3, null=False)),
                ("hour", kith.engine.fields.Integer(blank=True, default=2, null=False)),
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
                    "pool",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pools.pool",
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
                "verbose_name": "Rule of recycling",
            },
        ),
        migrations.CreateModel(
            name="PoolRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("moved", models.BigIntegerField(default=0)),
                ("left", models.BigIntegerField(default=0)),
                ("batch_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("rule_id", "day"), name="poolrun_once")],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("pool_id", models.BigIntegerField(null=True)),
                ("entered_at", models.DateTimeField(null=True)),
                ("previous_id", models.BigIntegerField(null=True)),
                ("reason", models.CharField(default="", max_length=300)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("since", models.DateTimeField(null=True)),
                ("held", models.BigIntegerField(null=True)),
                ("protected_until", models.DateField(null=True)),
                ("locked_until", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("warned_on", models.DateField(null=True)),
                ("returns", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("pool_id__isnull", False)),
                        fields=["pool_id", "-entered_at", "-id"],
                        name="pool_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("held__isnull", False)),
                        fields=["owner_id", "held"],
                        name="pool_held",
                    ),
                    models.Index(
                        condition=models.Q(("locked_until__isnull", False)),
                        fields=["owner_id", "entity"],
                        name="pool_locked",
                    ),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["entity", "due_on"],
                        name="pool_due",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("entity", "record_id"), name="pool_once")],
            },
        ),
        migrations.AddIndex(
            model_name="pool",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="pool_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="pool",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="pool_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="pool",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="pool_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="pool",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="pool_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="poollimit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="poollimit_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="poollimit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="poollimit_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="poollimit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="poollimit_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="poollimit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="poollimit_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="poolreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="poolreason_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="poolreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="poolreason_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="poolreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="poolreason_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="poolreason",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="poolreason_created__t",
            ),
        ),
        migrations.AddIndex(
            model_name="poolrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="poolrule_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="poolrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="poolrule_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="poolrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="poolrule_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="poolrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="poolrule_created__t",
            ),
        ),
    ]
