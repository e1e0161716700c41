"""How the database of the desk came to be as it is: one file a change, as the framework writes them."""
