from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("event", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=120)),
                ("entity", models.CharField(default="", max_length=60)),
                ("record_id", models.BigIntegerField(null=True)),
                ("title", models.CharField(max_length=300)),
                ("body", models.TextField(default="")),
                ("href", models.CharField(default="", max_length=300)),
                ("count", models.IntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user_id", "-id"], name="notification_user"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["user_id"],
                        name="notification_unread",
                    ),
                    models.Index(fields=["at"], name="notification_at"),
                ],
                "constraints": [models.UniqueConstraint(fields=("user_id", "key"), name="notification_once")],
            },
        ),
    ]
