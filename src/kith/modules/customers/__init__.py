"""Customers: companies and persons one deals with, and the people in them."""
