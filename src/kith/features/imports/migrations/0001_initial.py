from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ExternalKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("source", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("batch_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entity", "record_id"], name="external_key_record"),
                    models.Index(fields=["batch_id"], name="external_key_batch"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "source", "key"), name="external_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("mapping", models.JSONField(default=dict)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "name"), name="import_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=255)),
                ("folder", models.CharField(max_length=60, unique=True)),
                ("size", models.BigIntegerField(default=0)),
                ("kind", models.CharField(default="", max_length=8)),
                ("encoding", models.CharField(default="", max_length=40)),
                ("delimiter", models.CharField(default="", max_length=1)),
                ("sheet", models.CharField(default="", max_length=120)),
                ("header", models.JSONField(default=list)),
                ("options", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("checked", "Checked"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("dry", models.BooleanField(default=True)),
                ("rows_total", models.BigIntegerField(null=True)),
                ("rows_done", models.BigIntegerField(default=0)),
                ("last_row", models.BigIntegerField(default=0)),
                ("created", models.BigIntegerField(default=0)),
                ("updated", models.BigIntegerField(default=0)),
                ("skipped", models.BigIntegerField(default=0)),
                ("failed", models.BigIntegerField(default=0)),
                ("links", models.JSONField(default=dict)),
                ("sample", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=dict)),
                ("errors_bytes", models.BigIntegerField(default=0)),
                ("rejected", models.CharField(default="", max_length=40)),
                ("message", models.TextField(default="")),
                ("resumed", models.PositiveIntegerField(default=0)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("job_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["actor_id", "-id"], name="import_run_actor")],
            },
        ),
    ]
