"""The left column: the chats, the queue and what stands above and below them."""
