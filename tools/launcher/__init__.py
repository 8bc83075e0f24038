"""The launcher behind ./kith. Standard library only: it runs before anything is installed."""
