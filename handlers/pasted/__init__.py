"""Chats that a person pastes and sends by hand."""
