"""GIADesk: the yearly report on open government information, from draft to finished document."""

__version__ = "0.1.0"
