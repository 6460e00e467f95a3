"""From coded answers to weighted estimates by area, with their intervals."""
