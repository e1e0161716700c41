"""The parts of a memo, one module each; every function yields blocks in the order in which they are read."""
