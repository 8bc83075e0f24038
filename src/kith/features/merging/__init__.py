"""Several records that mean the same become one, with everything that hangs on them; all of it can be taken back."""
