"""Background work of pools: once an hour the rules whose hour has come, every few minutes what is given out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from kith.engine import epoch, registry
from kith.engine.jobs import cron, every, task
from kith.engine.settings import company
from kith.features.pools import running, spreading
from kith.features.pools.configured import SPREADING, configured, node_of
from kith.features.pools.judging import today
from kith.features.pools.models import PoolRule, PoolRun
from kith.kernel import clock


@cron("5 * * * *")
@task(max_attempts=5)
def recycle() -> int:
    """The rules whose hour has come and that did not run today; a run that was missed is made up for. How many."""
    with epoch.turn():
        known, hour = configured(), clock.now().astimezone(ZoneInfo(company().time_zone)).hour
        over = set(PoolRun.objects.filter(day=today()).values_list("rule_id", flat=True))
        due = [rule for rule in known.rules if rule.hour <= hour and rule.pk not in over]
        due = [rule for rule in due if registry.known(rule.entity) and sound(rule)]
        for rule in due:
            running.run(rule)
        if due:
            tend()
    return len(due)


def sound(rule: PoolRule) -> bool:
    """Whether the condition of a rule can still be read: else it must not take everything."""

    return not rule.where or node_of(rule.where, registry.spec(rule.entity)) is not None


def tend() -> None:
    """After the rules of a night: countdowns, warnings, locks that are over, what lay too long."""
    known = configured()
    for entity in sorted(key for key in known.entities if registry.known(key)):
        running.end_locks(entity)
        running.foresee(entity)
        running.warn(entity)
    for pool in known.pools:
        if pool.onward_id and registry.known(pool.entity):
            running.pass_on(pool)


@cron("25 3 * * *")
@task(max_attempts=5)
def tend_daily() -> None:
    """The same where no rule runs."""
    with epoch.turn():
        tend()


@every(minutes=5)
@task(max_attempts=1)
def give_out() -> int:
    """What Kith gives out. How many records were given."""
    with epoch.turn():
        return sum(
            spreading.spread(pool)
            for pool in configured().pools
            if pool.taking in SPREADING and registry.known(pool.entity)
        )
