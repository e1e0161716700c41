"""Cases made for lessons, each with a condition whose status is wanted: scenes, what changes them, how hard it is."""
