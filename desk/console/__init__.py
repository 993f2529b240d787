"""What consultants use: log in, see who waits, read, claim, answer, note, return. Cookie session and CSRF token."""
