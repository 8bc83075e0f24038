from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
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
                ("at", models.DateTimeField()),
                ("starred_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user_id", "-at"], name="place_seen"),
                    models.Index(
                        condition=models.Q(("starred_at__isnull", False)),
                        fields=["user_id"],
                        name="place_starred",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "entity", "record_id"), name="place_once")
                ],
            },
        ),
    ]
