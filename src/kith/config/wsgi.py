"""The web application as servers load it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
application = get_wsgi_application()

# What is loaded now stays for good: the collector need not look at it again with every thousand new objects.
gc.collect()
gc.freeze()
