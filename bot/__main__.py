"""`python -m bot` is `anxin`."""

from bot.cli import main

if __name__ == "__main__":
    main()
