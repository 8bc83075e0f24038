"""The configuration as one readable document: reading it, comparing it, planning a change of it, carrying that out."""
