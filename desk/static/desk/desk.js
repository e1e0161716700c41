// Behaviour of the pages beyond htmx.
