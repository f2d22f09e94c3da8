# Two commands: `make demo` and `make test`. Everything else is for people who change obstat.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
STAMP := .venv/ready

.PHONY: demo test check format bench bench-names bench-sources bench-ties bench-devices bench-screen bench-news bench-service conformance screenshots docs examples picture schemas snapshot clean

demo: $(STAMP)                  ## answer real questions
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

test: $(STAMP) snapshot         ## run the tests
	$(BIN)/python -m pytest -n auto

check: $(STAMP) snapshot        ## format, lint, types, layers, pack, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/obstat rules validate
	$(BIN)/obstat rules test --coverage
	$(BIN)/python -m obstat.knowledge.schemas --check
	$(BIN)/mkdocs build --strict --quiet

bench: $(STAMP) snapshot        ## start-up, memory and questions a second
	$(BIN)/python benchmarks/run.py

bench-names: $(STAMP) snapshot  ## names beside the peers that install (needs ../shared; the first run installs them)
	$(BIN)/python benchmarks/names/run.py

bench-sources: $(STAMP) snapshot  ## lists: import, build, open, first answer, diff (imports need ../shared; MILLION=--million for the largest)
	$(BIN)/python benchmarks/sources/run.py $(MILLION)

bench-ties: $(STAMP)            ## ownership: against the truth, and at 10 k to 1 M ties (TEN_MILLION=--ten-million; PEER=python with networkx)
	$(BIN)/python benchmarks/ties/run.py $(TEN_MILLION) $(if $(PEER),--peer $(PEER))

bench-devices: $(STAMP)         ## identifiers: look-ups a second, recall against a newer registry (needs ../shared)
	$(BIN)/python benchmarks/devices/run.py
	$(BIN)/python benchmarks/devices/banners.py

bench-screen: $(STAMP)          ## a ledger of a million rows, from file to file
	$(BIN)/python benchmarks/screen/run.py

bench-news: $(STAMP) snapshot   ## stories: claims, merging and speed (HALF=test for the held-out half; MISSES=--misses; STORIES=10000 for a large folder)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/news/run.py $(if $(HALF),--half $(HALF)) $(MISSES)
	$(BIN)/python benchmarks/news/agreement.py
	$(BIN)/python benchmarks/news/sentences.py
	$(BIN)/python benchmarks/news/folder.py --stories $(or $(STORIES),500)

bench-service: $(STAMP) snapshot ## a server: start-up, memory, questions a second over HTTP, 10,000 idle connections
	$(BIN)/python benchmarks/service/run.py
	$(BIN)/python benchmarks/service/idle.py

conformance: $(STAMP) snapshot   ## other people's clients against a started server (installs them into .conformance/; ONLY=yente for some)
	$(BIN)/python conformance/server.py $(ONLY)

screenshots: $(STAMP) snapshot   ## pictures of the pages for the documentation (needs Chromium and Node)
	$(BIN)/python conformance/screenshots.py

format: $(STAMP)                ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP) snapshot         ## build the documentation into site/
	$(BIN)/mkdocs build --strict

examples: $(STAMP) snapshot     ## run the examples of the documentation and write what they print
	$(BIN)/python docs/examples.py --write

picture: $(STAMP) snapshot      ## draw the terminal picture of the README anew
	$(BIN)/python docs/picture.py

schemas: $(STAMP)               ## write the JSON Schemas of the pack for editors
	$(BIN)/python -m obstat.knowledge.schemas

snapshot: $(STAMP)              ## compile the pack
	@$(BIN)/obstat snapshot build >/dev/null

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "obstat needs Python 3.11 or newer; run: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:                          ## remove what make made
	rm -rf .venv .conformance site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
