"""What a burst of messages comes to, in a group and in private."""
