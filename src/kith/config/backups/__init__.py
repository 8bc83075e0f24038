"""Backups: one .tar with a manifest, a copy of the database and the files; made while people work.

The secret key is not in it: who finds a backup must not be able to sign sessions of the installation.
"""
