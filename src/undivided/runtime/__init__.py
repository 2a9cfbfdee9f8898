"""The app's only asynchronous code and its only clock."""
