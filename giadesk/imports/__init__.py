"""Readers: any file a clerk has, to blocks, to a report."""
