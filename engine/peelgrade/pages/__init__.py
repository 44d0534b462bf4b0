"""Pages: what each command shows, built from data and wording, in no particular format."""
