"""Sign-in, outbox and resume as a state machine without input or output."""
