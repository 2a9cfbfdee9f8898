"""The middle: the head of a chat, its hold and its transcript."""
