"""Sizes of files as people say them."""


def size_words(size_bytes: int) -> str:
    """Return a file's size as people say it: 740 bytes, 12 KB, 3.4 MB."""
    if size_bytes < 1_000:
        return "1 byte" if size_bytes == 1 else f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"
