"""Texts of the pages: ko.yml and en.yml hold the same keys."""
