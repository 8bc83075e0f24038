"""Addresses of customers among the pages."""

from django.urls import path

from kith.modules.customers.views import cards, matrix

urlpatterns = [
    path("customers/matrix/", matrix.show),
    path("contacts/<int:number>/card.vcf", cards.download),
]
