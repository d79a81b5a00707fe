"""What ``main.py bench`` runs: seconds, memory, errors of hearing, each beside a baseline."""
