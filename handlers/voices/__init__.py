"""What members say of goods, service and delivery: heard, asked about, shown, and taken back."""
