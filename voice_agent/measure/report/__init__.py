"""What a measurement comes to: tables, figures, curves, a page, a comparison."""
