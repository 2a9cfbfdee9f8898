"""Everything that knows HTTP or sockets: pages, tokens, uploads, and the driver of the hub."""
