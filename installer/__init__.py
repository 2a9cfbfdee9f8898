"""Set-up, checks and packages of a checkout; standard library only."""
