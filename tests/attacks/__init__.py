"""Attacks on the wire, played from a process of their own against a real server process."""
