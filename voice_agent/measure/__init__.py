"""Benchmarks and evaluation: every figure has data, n, and a baseline in the same run.

    data          what is measured on: recordings, mixtures, rooms, turns, a virtual sound card
    scores        how near a result comes to what was wanted
    bench         what ``main.py bench`` runs
    capability    what ``main.py eval capability`` runs, and ``corpora`` of other people
    plans         what ``main.py eval consistency`` and ``eval robustness`` run
    report        tables, figures, curves, a page

``evaluation`` leads ``eval``; ``parts`` measures each part in a process of its own.
"""
