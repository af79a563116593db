"""Tides: who takes signals of gauges in, and who measures."""

from __future__ import annotations

from typing import Final

from dependency_injector import containers, providers

from example_signals.measuring import MEASURE, Gauges, Measuring, measure, owner
from saas_core.work.inbox import SignalReceiver

GAUGE: Final = "gauge"
"""The endpoint over which gauges tell that the water moved."""


class Wiring(containers.DeclarativeContainer):
    """Tides over the house."""

    house = providers.DependenciesContainer()

    desk = providers.Singleton(Measuring, transactions=house.store, clock=house.clock, endpoint=GAUGE)
    handlers = providers.Dict({MEASURE: desk})
    follow_ups = providers.Dict({GAUGE: providers.Object(measure)})
    receivers = providers.Dict(
        {
            GAUGE: providers.Singleton(
                SignalReceiver,
                reader=providers.Singleton(Gauges, GAUGE, house.clock),
                follow_up=providers.Object(measure),
                owner=providers.Object(owner),
                signals=house.store.provided.signals,
                clock=house.clock,
            )
        }
    )
