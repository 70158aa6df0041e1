"""What is offered for the harm, by whom it is approved, and what the member says to it."""
