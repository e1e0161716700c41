"""The outcome over time: on which days it changes, and what turned. Drawing is for ``showing``."""
