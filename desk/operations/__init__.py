"""Operations: health, maintenance, backup, restore, purge."""
