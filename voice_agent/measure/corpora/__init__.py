"""Figures on other people's corpora, for whoever has them."""
