"""The JSON shell seen from outside."""
