"""Report: an evaluation as one HTML page that shows it to a person, with the paper's figures."""
