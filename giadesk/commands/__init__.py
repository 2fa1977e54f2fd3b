"""The commands of the command line, a module a subject; heavy modules are imported where used."""
