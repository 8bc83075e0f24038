"""The way in: from a proof of who somebody is to a session, and what a session must keep to."""
