"""Benches: seed a company of any size, measure the product through HTTP. Importing them sets Django up."""

import django

django.setup()
