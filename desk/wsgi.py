"""The application for a WSGI server: ``derogation.desk.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derogation.desk.settings")
application = get_wsgi_application()
