# Two commands do everything: `make run` and `make test`. The others are for those who work on it.
VENV ?= .venv
BIN := $(VENV)/bin
export VENV

.PHONY: run test lint types contract unit bench screenshots faults fuzz year ime model render docs setup-run setup-test

run: setup-run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/giadesk; \
	else echo "没有屏幕：用示例乡镇走一遍同样的过程，结果放在 out/"; $(BIN)/giadesk demo -o out; fi

test: setup-test lint types contract unit

setup-run:
	@packaging/setup.sh run

setup-test:
	@packaging/setup.sh test

lint: setup-test
	$(BIN)/ruff check giadesk tests packaging
	$(BIN)/ruff format --check giadesk tests packaging

types: setup-test
	$(BIN)/mypy

contract: setup-test
	$(BIN)/lint-imports

unit: setup-test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/benchmarks

bench: setup-test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/benchmarks -q -p no:xdist --timeout 900

render: setup-test
	GIADESK_RENDER=long QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/rendered -q -p no:xdist --timeout 900

faults: setup-test
	GIADESK_FAULTS=long QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/faults --timeout 3600

year: setup-test
	GIADESK_YEAR=all $(BIN)/python -m pytest tests/e2e/test_window.py -q -s -p no:xdist

ime: setup-test
	GIADESK_IME=$${GIADESK_IME:-yes} $(BIN)/python -m pytest tests/e2e/test_ime.py -q -s -p no:xdist

model: setup-test
	GIADESK_RUNS=$${GIADESK_RUNS:-5000} QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -p no:xdist \
		--timeout 7200 tests/ui/test_session_model.py tests/ui/test_editing_model.py

fuzz: setup-test
	GIADESK_HOSTILE=long $(BIN)/python -m pytest tests/imports/test_hostile.py -q -p no:xdist
	$(BIN)/python -m tests.fuzz --mutants 200000 --record docs/fuzzing.md

docs: setup-test
	$(BIN)/python -m giadesk.checks.manual

screenshots: setup-test
	QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/make_screenshots.py
