"""One simulated world: the real app and the real server on a virtual clock, under one seed.

The parts under trial are those that ship: connection, link, session, desk and desk file of the
app; sockets, driver, hub and archive of the server. What is simulated lies below them (time,
network, disks, machines) and before them (people). A judge reads only what people could see.
"""
