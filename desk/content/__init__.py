"""The approved answers as files: read for consultants, for the record and for the demo."""
