"""Notifications: what somebody is told because it concerns him."""
