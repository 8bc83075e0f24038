"""Sealing the journal: rows go into blocks, each bound to the one before it, so that nothing changes unseen.

A write pays nothing for it: a job seals afterwards what is finished. What is proved, and what is not, stands in
docs/explanation/journal.md.
"""
