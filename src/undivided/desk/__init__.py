"""Chats, focus timers, holds and alerts as pure values."""
