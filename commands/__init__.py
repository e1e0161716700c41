"""The door: one file a command, which parses, calls the face and prints. No contract and no logic stands here."""
