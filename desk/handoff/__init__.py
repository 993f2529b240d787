"""The signed webhook that custom actions call to hand a conversation over."""
