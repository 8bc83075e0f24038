"""Attacks that others did not withstand, cases A01 to A104, tried over HTTP. The rest: docs/security-cases.md."""
