"""Files of answers as text: reading them. No answer is judged here."""
