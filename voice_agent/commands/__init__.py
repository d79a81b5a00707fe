"""One module for each command: ``add_parser(subparsers)`` and ``run(arguments) -> int``."""
