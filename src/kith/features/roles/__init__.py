"""Rights of roles as people read and change them: the editor and the comparison."""
