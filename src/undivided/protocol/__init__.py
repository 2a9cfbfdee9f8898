"""Messages of the RTM protocol v3.6, their codec, ids, limits and moments."""
