"""Webhooks: what happens in Kith, told to other systems as Standard Webhooks."""
