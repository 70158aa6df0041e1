"""A case from its first message to its end."""
