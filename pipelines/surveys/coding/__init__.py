"""From text to coded answers: what is wrong with a cell or a row, where it is from, and scores of a response."""
