"""The desk as an application of Django."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "derogation.desk"
    label = "desk"
    verbose_name = "derogation desk"
