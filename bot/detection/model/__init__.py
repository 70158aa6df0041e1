"""The learned part of the detector: hashed character n-grams, linear heads, and their combination with the checks."""
