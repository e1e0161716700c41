"""Addresses of the desk."""

from django.urls import include, path

from .views import matters

urlpatterns = [
    path("", matters.listed, name="matters"),
    path("matters/new", matters.created, name="matter_new"),
    path("matters/<uuid:matter_id>/", matters.shown, name="matter"),
    path("accounts/", include("allauth.urls")),
]
handler404 = "derogation.desk.views.problems.missing"
handler500 = "derogation.desk.views.problems.unforeseen"
