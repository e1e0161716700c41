"""Pages: each reads a request, asks a service, renders a template. None decides anything."""
