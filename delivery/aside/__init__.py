"""Rating usage aside: the real models over a lake of its own, beside the one that people read."""

from delivery.aside.home import remove_home
from delivery.aside.rating import Rated, rate_aside
from delivery.aside.scope import Scope, ScopeError, choose_scope

__all__ = ["Rated", "Scope", "ScopeError", "choose_scope", "rate_aside", "remove_home"]
