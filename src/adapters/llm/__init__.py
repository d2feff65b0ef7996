"""Language models, behind the port `application.ports.language`: one dialect per family of servers."""
