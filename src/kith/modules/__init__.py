"""The business, one package per subject, in a strict order."""
