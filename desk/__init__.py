"""The web application over ``derogation.api``: matters with versions, people with roles, pages. It decides nothing."""
