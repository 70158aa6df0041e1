"""What members may ask of their data: that it is deleted, and that nothing is kept for longer than it is needed."""
