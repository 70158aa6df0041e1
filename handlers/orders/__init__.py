"""What members bought: imported orders, and which of them a case is about."""
