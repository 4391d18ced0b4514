"""How figures are written for people, in Korean and English, without ever becoming a float."""
