from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("hand_over", "Hand-over"), ("merge", "Merging units")], max_length=20
                    ),
                ),
                ("subject", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("user_id", models.BigIntegerField()),
                ("steps", models.JSONField(default=list)),
                ("fresh_dates", models.BooleanField(default=False)),
                ("step", models.IntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("taken", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("told", models.JSONField(default=list)),
                ("refused", models.JSONField(default=list)),
                ("traces", models.JSONField(default=dict)),
                ("batch_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "subject"], name="move_subject")],
            },
        ),
    ]
