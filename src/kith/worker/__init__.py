"""The background shell: one process that runs jobs, keeps the time table and delivers events."""
