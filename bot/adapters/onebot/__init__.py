"""QQ through OneBot v11."""
