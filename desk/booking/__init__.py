"""The migrant's door to appointments: pages that need no script, calendar files, and what the assistant's actions ask."""
