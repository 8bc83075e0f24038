"""What deals say of records that nobody changed for long: that they are alive."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.engine.spec import EntitySpec
from kith.features.quality.sleeping import Sign, signs
from kith.modules.sales.models import Opportunity, Outcome

CUSTOMERS = {"customer": "pk", "contact": "customer_id"}


def _deals(spec: EntitySpec, _since: dt.datetime) -> Q | None:
    if spec.key not in CUSTOMERS:
        return None
    deals = Opportunity.live().filter(outcome=Outcome.OPEN, customer_id=OuterRef(CUSTOMERS[spec.key]))
    return Q(Exists(deals))


signs.append(Sign("deal", _("a deal is open"), _deals))
