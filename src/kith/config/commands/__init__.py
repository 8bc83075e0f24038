"""The commands of `kith`, one module each, loaded only when asked for."""
