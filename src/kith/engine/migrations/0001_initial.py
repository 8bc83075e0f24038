import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kith.engine.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("access", models.BigIntegerField(default=1)),
                ("config", models.BigIntegerField(default=1)),
                ("habits", models.BigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("channel", models.CharField(max_length=12)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("changes", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("entity", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=60)),
                ("values", models.JSONField(default=dict)),
                ("ids", models.JSONField(default=list)),
                ("last", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("refused", models.JSONField(default=list)),
                ("refusals", models.IntegerField(default=0)),
                ("reasons", models.JSONField(default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("warned", models.JSONField(default=list)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("previous", models.CharField(max_length=64)),
                ("root", models.CharField(max_length=64)),
                ("spans", models.JSONField()),
                ("key", models.CharField(max_length=16)),
                ("hash", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=64)),
                ("marks", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("tokens", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("value", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("username", kith.engine.fields.Text(blank=True, default="", max_length=80, null=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("email", kith.engine.fields.Email(blank=True, default="", max_length=200, null=False)),
                ("phone", kith.engine.fields.Phone(blank=True, default="", max_length=40, null=False)),
                ("position", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("roles", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("language", kith.engine.fields.Language(blank=True, default="", max_length=12, null=False)),
                ("time_zone", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("is_active", kith.engine.fields.Boolean(default=True, null=False)),
                ("preferences", models.JSONField(default=dict, editable=False)),
                ("renew_password", models.BooleanField(default=False, editable=False)),
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
                    "manager",
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
                "verbose_name": "User",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=120)),
                ("request", models.CharField(max_length=64)),
                ("status", models.IntegerField(default=0)),
                ("body", models.TextField(default="")),
                ("location", models.CharField(default="", max_length=500)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor_id", "key"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="change", max_length=20)),
                ("label", models.CharField(default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(default="", max_length=200)),
                ("channel", models.CharField(max_length=12)),
                ("entity", models.CharField(default="", max_length=60)),
                ("rows", models.IntegerField(default=0)),
                ("undone_by", models.BigIntegerField(null=True)),
                ("undoing", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["actor_id", "-id"], name="batch_actor")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("channel", models.CharField(max_length=12)),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("verb", models.CharField(max_length=60)),
                ("version", models.IntegerField()),
                ("changes", models.JSONField(default=dict)),
                ("salt", models.CharField(max_length=32)),
                ("payload", models.CharField(default="", max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entity", "record_id", "-id"], name="entry_record"),
                    models.Index(fields=["batch_id", "entity", "record_id"], name="entry_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("queue", models.CharField(default="default", max_length=40)),
                ("name", models.CharField(help_text="Import path of the task.", max_length=200)),
                ("args", models.JSONField(default=dict, help_text='{"args": [...], "kwargs": {...}}')),
                ("run_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ready", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="ready",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("max_attempts", models.PositiveSmallIntegerField(default=5)),
                ("locked_by", models.CharField(blank=True, default="", max_length=80)),
                ("locked_until", models.DateTimeField(null=True)),
                ("unique_key", models.CharField(max_length=200, null=True)),
                (
                    "again",
                    models.BooleanField(default=False, help_text="Asked for once more while it was running."),
                ),
                ("cancelled", models.BooleanField(default=False, help_text="Somebody asked it to stop.")),
                ("error", models.TextField(blank=True, default="")),
                ("result", models.JSONField(null=True)),
                ("progress_done", models.BigIntegerField(default=0)),
                ("progress_total", models.BigIntegerField(null=True)),
                ("progress_note", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "actor_id",
                    models.BigIntegerField(help_text="The user on whose behalf it runs.", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "ready")),
                        fields=["-priority", "run_at", "id"],
                        name="engine_job_ready",
                    ),
                    models.Index(
                        condition=models.Q(("status", "running")),
                        fields=["locked_until"],
                        name="engine_job_running",
                    ),
                    models.Index(
                        models.F("finished_at"),
                        condition=models.Q(("status__in", ["done", "failed"])),
                        name="engine_job_finished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["ready", "running"])),
                        fields=("unique_key",),
                        name="engine_job_unique_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["ready", "running", "done", "failed"])),
                        name="engine_job_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(default="", max_length=200)),
                ("channel", models.CharField(default="", max_length=12)),
                ("address", models.CharField(default="", max_length=45)),
                ("entity", models.CharField(default="", max_length=60)),
                ("record_id", models.BigIntegerField(null=True)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "-id"], name="occurrence_kind"),
                    models.Index(fields=["actor_id", "-id"], name="occurrence_actor"),
                    models.Index(fields=["entity", "record_id", "-id"], name="occurrence_record"),
                    models.Index(fields=["at"], name="occurrence_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.PositiveSmallIntegerField()),
                ("record_id", models.BigIntegerField()),
                ("principal", models.BigIntegerField()),
                ("level", models.PositiveSmallIntegerField(default=1)),
                ("cause", models.CharField(default="share", max_length=20)),
                ("cause_id", models.BigIntegerField(default=0)),
                ("expires_at", models.DateTimeField(null=True)),
                ("role", models.CharField(default="", max_length=120)),
                ("by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["entity", "record_id"], name="grant_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entity", "principal", "record_id", "cause", "cause_id"), name="grant_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(help_text="Import path of the task.", max_length=200, unique=True)),
                ("cron", models.CharField(max_length=100)),
                ("time_zone", models.CharField(max_length=64)),
                ("next_run_at", models.DateTimeField()),
                ("last_run_at", models.DateTimeField(null=True)),
                ("enabled", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("enabled", True)),
                        fields=["next_run_at"],
                        name="engine_schedule_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.TextField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("ends", models.BigIntegerField(db_index=True)),
                ("begun", models.BigIntegerField()),
                ("seen", models.BigIntegerField()),
                ("address", models.CharField(default="", max_length=45)),
                ("device", models.CharField(default="", max_length=300)),
                ("by", models.CharField(default="", max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "-seen"], name="session_user")],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("members", kith.engine.fields.References(blank=True, default=list, null=False)),
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
                "verbose_name": "Team",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="team",
            field=kith.engine.fields.Reference(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engine.team",
            ),
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(default="", max_length=120)),
                ("scopes", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
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
                    "manager",
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
                    "parent",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
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
                "verbose_name": "Unit",
            },
        ),
        migrations.AddField(
            model_name="team",
            name="unit",
            field=kith.engine.fields.Reference(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engine.unit",
            ),
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("key", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("about", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("grants", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("levels", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("limits", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("demands", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
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
            ],
            options={
                "verbose_name": "Role",
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("starts_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("ends_at", kith.engine.fields.DateTime(blank=True, null=False)),
                (
                    "extent",
                    kith.engine.fields.Choice(blank=True, default="everything", max_length=40, null=False),
                ),
                ("note", kith.engine.fields.LongText(blank=True, default="", null=False)),
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
                    "deputy",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
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
            ],
            options={
                "verbose_name": "Deputy",
            },
        ),
        migrations.CreateModel(
            name="CustomObject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("key", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("plural", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("former", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("label", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("label_plural", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("description", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("icon", kith.engine.fields.Text(blank=True, default="box", max_length=60, null=False)),
                ("group", kith.engine.fields.Choice(blank=True, default="work", max_length=40, null=False)),
                ("numbering", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("title_label", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("features", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("subtitle", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("columns", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("facts", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("search", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("board", kith.engine.fields.Text(blank=True, default="", max_length=59, null=False)),
                (
                    "calendar_start",
                    kith.engine.fields.Text(blank=True, default="", max_length=59, null=False),
                ),
                ("calendar_end", kith.engine.fields.Text(blank=True, default="", max_length=59, null=False)),
                ("under", kith.engine.fields.Text(blank=True, default="", max_length=59, null=False)),
                ("parting", kith.engine.fields.Choice(blank=True, default="keep", max_length=40, null=False)),
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
            ],
            options={
                "verbose_name": "Own object",
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("entity", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("key", kith.engine.fields.Text(blank=True, default="", max_length=59, null=False)),
                ("kind", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("label", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("help", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("placeholder", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("in_list", kith.engine.fields.Boolean(default=False, null=False)),
                ("indexed", kith.engine.fields.Boolean(default=False, null=False)),
                ("required", kith.engine.fields.Boolean(default=False, null=False)),
                ("required_when", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("unique", kith.engine.fields.Boolean(default=False, null=False)),
                ("unique_with", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("default", kith.engine.fields.Text(blank=True, default="", max_length=500, null=False)),
                ("default_formula", kith.engine.fields.Formula(blank=True, default="", null=False)),
                ("formula", kith.engine.fields.Formula(blank=True, default="", null=False)),
                ("result", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("choices", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("depends_on", kith.engine.fields.Text(blank=True, default="", max_length=59, null=False)),
                ("target", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("allowed", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("places", kith.engine.fields.Integer(blank=True, null=True)),
                ("minimum", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("maximum", kith.engine.fields.Text(blank=True, default="", max_length=40, null=False)),
                ("currency", kith.engine.fields.Text(blank=True, default="", max_length=3, null=False)),
                ("format", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("when_gone", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("tree", kith.engine.fields.Boolean(default=False, null=False)),
                ("rollup", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("slot", kith.engine.fields.Text(blank=True, default="", max_length=70, null=False)),
                ("earlier", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("personal", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
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
            ],
            options={
                "verbose_name": "Custom field",
            },
        ),
        migrations.CreateModel(
            name="CurrencyRate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("currency", kith.engine.fields.Text(blank=True, default="", max_length=3, null=False)),
                ("day", kith.engine.fields.Date(blank=True, null=False)),
                ("rate", kith.engine.fields.Decimal(blank=True, null=False, places=8)),
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
            ],
            options={
                "verbose_name": "Exchange rate",
            },
        ),
        migrations.CreateModel(
            name="CompanySetting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("key", kith.engine.fields.Choice(blank=True, default="", max_length=40, null=False)),
                ("value", kith.engine.fields.Text(blank=True, default="", max_length=80, null=False)),
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
            ],
            options={
                "verbose_name": "Company setting",
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                (
                    "kind",
                    kith.engine.fields.Choice(blank=True, default="vacation", max_length=40, null=False),
                ),
                ("starts_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("ends_at", kith.engine.fields.DateTime(blank=True, null=False)),
                (
                    "extent",
                    kith.engine.fields.Choice(blank=True, default="everything", max_length=40, null=False),
                ),
                ("note", kith.engine.fields.LongText(blank=True, default="", null=False)),
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
                    "deputy",
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
            ],
            options={
                "verbose_name": "Absence",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="unit",
            field=kith.engine.fields.Reference(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engine.unit",
            ),
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("name_key", kith.engine.fields.SortKey(source="name")),
                ("time_zone", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("monday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("tuesday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("wednesday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("thursday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("friday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("saturday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("sunday", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("holidays", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("workdays", kith.engine.fields.LongText(blank=True, default="", null=False)),
                ("standard", kith.engine.fields.Boolean(default=False, null=False)),
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
                "verbose_name": "Working hours",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="hours",
            field=kith.engine.fields.Reference(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engine.workinghours",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="unit_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="unit_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="unit_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="unit_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="team",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="team_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="team",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="team_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="team",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="team_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="team",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="team_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="role",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="role_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="role",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="role_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="role",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="role_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="role",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="role_name_key_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("key",),
                name="role_key_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="deputy",
            index=models.Index(fields=["ends_at"], name="deputy_ends"),
        ),
        migrations.AddIndex(
            model_name="deputy",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-starts_at", "-id"],
                name="deputy_starts_a_all",
            ),
        ),
        migrations.AddIndex(
            model_name="deputy",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-starts_at", "-id"],
                name="deputy_starts_a_o",
            ),
        ),
        migrations.AddIndex(
            model_name="deputy",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-starts_at", "-id"],
                name="deputy_starts_a_u",
            ),
        ),
        migrations.AddIndex(
            model_name="deputy",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-starts_at", "-id"],
                name="deputy_starts_a_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="deputy_ends_later",
                violation_error_message="The end must be after the beginning.",
            ),
        ),
        migrations.AddIndex(
            model_name="customobject",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="customobject_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="customobject",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="customobject_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="customobject",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="customobject_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="customobject",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="customobject_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="customobject",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("key",),
                name="custom_object_key",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="customobject",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("plural",),
                name="custom_object_plural",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="customfield",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="customfield_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="customfield",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="customfield_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="customfield",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="customfield_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="customfield",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="customfield_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("entity", "key"),
                name="custom_field_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="currencyrate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-day", "-id"],
                name="currencyrate_day_all",
            ),
        ),
        migrations.AddIndex(
            model_name="currencyrate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-day", "-id"],
                name="currencyrate_day_o",
            ),
        ),
        migrations.AddIndex(
            model_name="currencyrate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-day", "-id"],
                name="currencyrate_day_u",
            ),
        ),
        migrations.AddIndex(
            model_name="currencyrate",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-day", "-id"],
                name="currencyrate_day_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="currencyrate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("currency", "day"),
                name="rate_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="companysetting",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-created_at", "-id"],
                name="companysetting_created__all",
            ),
        ),
        migrations.AddIndex(
            model_name="companysetting",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-created_at", "-id"],
                name="companysetting_created__o",
            ),
        ),
        migrations.AddIndex(
            model_name="companysetting",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-created_at", "-id"],
                name="companysetting_created__u",
            ),
        ),
        migrations.AddIndex(
            model_name="companysetting",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-created_at", "-id"],
                name="companysetting_created__t",
            ),
        ),
        migrations.AddConstraint(
            model_name="companysetting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("key",),
                name="company_setting_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["ends_at"], name="absence_ends"),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-starts_at", "-id"],
                name="absence_starts_a_all",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "-starts_at", "-id"],
                name="absence_starts_a_o",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "-starts_at", "-id"],
                name="absence_starts_a_u",
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "-starts_at", "-id"],
                name="absence_starts_a_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="absence_ends_later",
                violation_error_message="The end must be after the beginning.",
            ),
        ),
        migrations.AddIndex(
            model_name="workinghours",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="workinghours_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="workinghours",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="workinghours_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="workinghours",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="workinghours_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="workinghours",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="workinghours_name_key_t",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name_key", "id"],
                name="user_name_key_all",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name_key", "id"],
                name="user_name_key_o",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name_key", "id"],
                name="user_name_key_u",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name_key", "id"],
                name="user_name_key_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("username",),
                name="user_name_once",
                violation_error_message="This sign-in name is taken.",
            ),
        ),
    ]
