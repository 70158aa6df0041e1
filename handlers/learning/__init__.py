"""What people say of verdicts, and what is learned from it."""
