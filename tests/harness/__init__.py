"""What tests stand on: environment, databases, servers."""
