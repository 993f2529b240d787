"""Starting, watching and stopping the processes of the Procfile on one machine; no business here."""
