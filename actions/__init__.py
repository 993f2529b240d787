"""DECIDING: custom actions (rasa-sdk only), one per file, named like the action."""
