"""Engines that translate text, and the way from one language to another through them."""
