"""The rules themselves, by what they look after; `every` names them all in order of weight."""
