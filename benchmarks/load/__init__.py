"""Those who load Palabre from outside, none of them in Python, and what they need."""
