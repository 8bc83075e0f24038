"""What speaks HTTP: pages, receiving and sending."""
