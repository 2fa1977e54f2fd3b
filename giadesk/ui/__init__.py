"""The window. Widgets observe one Session and never talk to store, checks or each other."""
