"""The detector's checks: one file a check or a small family, listed in `bot.detection.CHECKS`."""
