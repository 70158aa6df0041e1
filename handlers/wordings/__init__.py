"""Our sentences in the words of the people here: which may be changed, how they are said, how they are changed."""
