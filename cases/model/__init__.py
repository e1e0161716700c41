"""The facts a profile may state, one module per part of the world."""
