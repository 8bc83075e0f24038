"""Sign-on by other systems: OpenID Connect of other companies, and a directory of our own."""
