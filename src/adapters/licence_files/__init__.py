"""The `license.key` file: how it is signed, and how anybody checks one."""
