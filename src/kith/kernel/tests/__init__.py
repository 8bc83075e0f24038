"""Tests of the kernel: no database, no files but the shared data sets, milliseconds each."""
