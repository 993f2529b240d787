"""個人情報保護法 in the desk: what a person may ask of the city, and how long what is kept."""
