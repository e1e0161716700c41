"""What the facts are: the profile model, evidence and positions, and the cases."""
