"""Item models and the bridge from the desk's changes to Qt signals."""
