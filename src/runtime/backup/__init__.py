"""Backups: encrypted, checked before anything is touched, without what can be rebuilt."""
