"""The web service under ``/api/v1``: requests read, ``api`` and the services asked, the command line's JSON."""
