"""The log: sign-ins, exports, prints and reads, for those who may look at it."""
