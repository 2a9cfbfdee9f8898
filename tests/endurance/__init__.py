"""The promises under trial: real processes and real files, broken on purpose, many times.

Each module here is one trial with `RULE`, what it shows, `ROUNDS`, how often a full run breaks
things, and `endure(rounds, folder) -> list[Outcome]`. Tests elsewhere call the same `endure` with
few rounds; `installer/dev.py endure` calls it with all of them and prints the table.
"""
