"""Chats, routing, queue and who hears of what, without input or output."""
