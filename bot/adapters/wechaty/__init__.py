"""WeChat through a Wechaty gateway."""
