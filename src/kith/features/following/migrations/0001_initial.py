from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("on", models.BooleanField(default=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "entity"], name="follow_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "record_id", "user_id"), name="follow_once")
                ],
            },
        ),
    ]
