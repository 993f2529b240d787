"""What every performance claim rests on; bounded, 127.0.0.1 only."""
