"""Second factors: codes of an app, passkeys, recovery codes; where roles demand them; fresh proof."""
