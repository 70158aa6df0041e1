"""The product at work without any account: a simulated group in the terminal, driven through `bot.app` itself."""
