"""The library as a whole: its folders, its lists, and changes to many responses at once."""
