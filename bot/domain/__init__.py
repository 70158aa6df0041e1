"""The words of the field as plain Python: standard library only, no platform, no database, no clock."""
