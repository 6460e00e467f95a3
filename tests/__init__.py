"""What the tests of every kind share."""
