"""What the unknown facts of a case may still be: the one place that grounds them and searches over them."""
