"""The generated part of the documentation: what declarations, settings and commands say of themselves."""
