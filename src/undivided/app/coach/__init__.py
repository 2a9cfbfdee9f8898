"""The writing coach and its kin at work: what a draft is told, and how a chat feels."""
