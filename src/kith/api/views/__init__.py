"""What each API address does, one function per method."""
