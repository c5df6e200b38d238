"""Policy and settings: what a team has decided, and what one person sets over it."""

from rcalog.config.default import DEFAULT_CONFIG
from rcalog.config.policyfile import ConfigError, PolicyFile, load_policy
from rcalog.config.settings import Settings, UnknownLanguage, UnknownZone, machine_zone, zone_named

__all__ = [
    "DEFAULT_CONFIG",
    "ConfigError",
    "PolicyFile",
    "Settings",
    "UnknownLanguage",
    "UnknownZone",
    "load_policy",
    "machine_zone",
    "zone_named",
]
