"""Licences: what an organisation sells to its customers, from the first day to the last."""
