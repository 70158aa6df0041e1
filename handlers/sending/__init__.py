"""What leaves through the outbox, and what follows from it."""
