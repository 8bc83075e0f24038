"""One plain function per page. What rights and rules say is asked of the engine, never decided here."""
