"""Reports: what the city counts of conversations and cases, as figures, pages and files; the unanswered questions."""
