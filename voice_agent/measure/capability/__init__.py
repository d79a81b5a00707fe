"""What ``main.py eval capability`` runs: how well each tool does its work, beside a baseline."""
