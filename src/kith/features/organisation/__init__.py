"""The organisation as a tree; merging units, and handing over what a person leaves."""
