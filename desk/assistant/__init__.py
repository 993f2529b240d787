"""The client of the Rasa channel: what is sent and read (`wire`), and how it is asked (`client`)."""
