"""The writing coach: rules that see a chat and a draft and return advice; they block nothing."""
