"""The approved answers: read, checked, and looked up by label."""
