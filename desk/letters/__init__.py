"""What letters and notices are; plain data that several rooms share."""
