"""What templates can do besides the framework's own."""
