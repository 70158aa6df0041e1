"""The console: pages for leaders and admins. Reads through bot.storage, changes through handlers."""
