"""The rules of check: a table of them, and the check itself."""

from rcalog.model.rules.checking import RULES, check
from rcalog.model.rules.problems import Fault, problem_faults
from rcalog.model.rules.review import required_legs
from rcalog.model.rules.rule import Rule
from rcalog.model.rules.stops import Stop, why_no_end

__all__ = ["RULES", "Fault", "Rule", "Stop", "check", "problem_faults", "required_legs", "why_no_end"]
