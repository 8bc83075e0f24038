import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("master", models.BigIntegerField()),
                ("losers", models.JSONField(default=list)),
                ("chosen", models.JSONField(default=dict)),
                ("name", models.CharField(default="", max_length=200)),
                ("user_id", models.BigIntegerField(null=True)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("traces", models.JSONField(default=list)),
                ("total", models.IntegerField(default=0)),
                ("taken", models.IntegerField(default=0)),
                ("refused", models.TextField(default="")),
                ("at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["batch_id"], name="merge_batch")],
            },
        ),
        migrations.CreateModel(
            name="Forward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("to", models.BigIntegerField()),
                ("version", models.IntegerField()),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="merging.merge"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entity", "record_id"), name="forward_once")],
            },
        ),
    ]
