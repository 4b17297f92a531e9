# Two commands do everything: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check format fixtures bench clean

demo: $(STAMP)
	$(BIN)/extractor run fixtures -o out/demo
	@echo
	@echo "source .venv/bin/activate  # then: extractor --help   之后可直接使用 extractor 命令"

test: check
	$(BIN)/pytest -n auto --dist loadfile

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Makes the documents again from their truths; with PDF=1 also those that need LibreOffice and Chromium.
fixtures: $(STAMP)
	$(BIN)/python -m fixtures.make $(if $(PDF),--pdf)

bench: $(STAMP)
	$(BIN)/python -m benchmarks

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

clean:
	rm -rf out $(VENV)
