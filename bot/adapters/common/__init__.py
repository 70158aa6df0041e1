"""What the adapters of real platforms share."""
