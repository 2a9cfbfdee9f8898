"""Who may do what: operators, sites, secrets and the commands about them."""
