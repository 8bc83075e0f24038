"""Buttons of the company's own: they run an action, open a link or a form."""
