"""Writers: a report, as blocks, to finished files."""
