"""PostgreSQL and Valkey of the default installation: private to one home, nothing to install."""
