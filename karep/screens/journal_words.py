"""What the rep calls the actions of the journal."""

from karep.actions import action_name

__all__ = ["action_name"]
