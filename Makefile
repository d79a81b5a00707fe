# make demo    a scripted session through the whole loop; sets up everything the first time
# make talk    speak with it
# make test    style, types and all tests, on a virtual sound card
PY := .venv/bin/python

.PHONY: demo talk test lint format bench eval setup setup-test clean

demo: setup
	@$(PY) main.py demo $(DEMO)

talk: setup
	@$(PY) main.py talk

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

lint: setup-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: setup-test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

test: lint
	$(PY) -m pytest $(ARGS)

bench: setup-test
	@$(PY) main.py bench all

eval: setup-test
	@$(PY) main.py eval

clean:
	rm -rf build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
