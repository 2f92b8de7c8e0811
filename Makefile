# Everything here works as root and as a normal user. What is missing is installed where that is allowed, and named where
# it is not.

GOLANGCI_LINT_VERSION := v2.15.0
POSTGRES_VERSIONS := 15 17 18
# Each has a go.mod of its own, and go's ./... ends where another begins.
MODULES := . pgdiag pgdiag/otelpgdiag docker/targets suites/report

.DEFAULT_GOAL := help
.PHONY: help build run test vet typecheck tidy docs mutants score targets clients matrix bench soak proof lint images dist release clean fuzz

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: ## Build bin/pgfault (PGX=v5.12.0: bin/pgfault-pgx-v5.12.0, over another pgx)
	@scripts/build $(PGX)

run: build ## Run the scenarios against the reference target, on the best server there is
	@scripts/servers --any
	bin/pgfault run

test: ## Run every test, on servers in containers and on the local installation
	@scripts/servers $(POSTGRES_VERSIONS)
	@scripts/test

vet: ## Let go vet read every module (GOOS=darwin: as for another system, all of which is compiled: minutes)
	@for module in $(MODULES); do go -C $$module vet ./... || exit 1; done

typecheck: ## See that all that is built and tested here compiles for other systems
	@go run ./scripts/typecheck $(MODULES:%=-C %) darwin freebsd
	@# Windows has the layer, and a program that says what to do.
	@go run ./scripts/typecheck -C pgdiag windows
	@go run ./scripts/typecheck -packages ./cmd/pgfault windows

tidy: ## See that every module requires what it needs, and nothing else
	@for module in $(MODULES) scripts/registry; do go -C $$module mod tidy -diff || exit 1; done

docs: build ## Make docs/scenarios.md and docs/faults.md, and write what commands print, and numbers, into the README
	bin/pgfault list --format markdown > docs/scenarios.md.new && mv docs/scenarios.md.new docs/scenarios.md
	bin/pgfault list --faults --format markdown > docs/faults.md.new && mv docs/faults.md.new docs/faults.md
	@scripts/servers --any
	go test -count=1 ./docs -run 'TestConsole|TestTheNumber' -update

mutants: ## Prove that every check can fail, and write docs/mutants.md: minutes (ONLY=new, or selectors with commas between, for some)
	@scripts/servers --any
	PGFAULT_MUTANTS=$(or $(ONLY),all) go test -count=1 -v -timeout 60m ./suites/mutants -run TestEveryCheckCanFail

score: build ## Run the reference and pgx alone beside each other, and write their score into the README
	@scripts/servers --any
	scripts/score

targets: build ## Build the clients' images, and try each client's shim on a real server (TARGETS=language:python): minutes
	@scripts/servers --any
	bin/pgfault shim check --target $(or $(TARGETS),all)

# PHP's pq is left out: it ends its process with each connection that ends.
CHOSEN := language:go,language:python,language:perl,language:lua,language:tcl,language:ruby,language:javascript,php-pdo,php-pgsql,doctrine-dbal,laravel

clients: build ## See that the shims of Go, Python, scripts, Ruby and Node are whole, and thirty scenarios as declared of each: minutes
	@scripts/servers --any
	bin/pgfault shim check --target $(or $(TARGETS),$(CHOSEN))
	bin/pgfault run $$(cat docker/targets/chosen) --target $(or $(TARGETS),$(CHOSEN)) --out results/clients --format plain

matrix: build ## Run the catalogue with every client, and make docs/matrix.md of it (TARGETS=a,b): an hour; what is decided in results/matrix is not run again
	@scripts/servers --any
	@# Where several are named run gives each a folder; a single one gets it here.
	out=results/matrix; case "$(or $(TARGETS),all)" in all|*[,:]*) ;; *) out=$$out/$(TARGETS);; esac; \
	code=0; bin/pgfault run --target $(or $(TARGETS),all) --resume --out $$out --format plain || code=$$?; \
	[ $$code -lt 4 ] && bin/pgfault matrix results/matrix && [ $$code -lt 3 ]

bench: ## Measure ours beside the peers, and say which promises hold (flags: BENCH="-run latency")
	@scripts/servers --any
	go run ./bench $(BENCH)

soak: ## Open, break, heal and close a rig a thousand times, and see that nothing is left (CYCLES=1000)
	@scripts/servers --any
	PGFAULT_SOAK=$(or $(CYCLES),1000) go test -count=1 -v -timeout 30m ./harness -run TestSoak

proof: ## Prove what takes long: every fault of the server in containers, the scenarios in Korean, other systems, a reproducible make dist
	@scripts/servers $(POSTGRES_VERSIONS)
	PGFAULT_FULL=1 go test -race -count=1 ./harness/fault ./harness/postgres
	go test -race -count=1 -timeout 40m ./suites/catalogue
	PGFAULT_FULL=1 go test -count=1 -timeout 40m ./suites/pgxversions ./suites/release ./suites/mutants ./docs
	PGFAULT_FULL=1 go test -count=1 -timeout 60m -v ./suites/layersweep -run 'TestWhole|TestRandom'
	go run ./cmd/pgfault run --postgres container --lc-messages ko_KR.UTF-8
	$(MAKE) vet GOOS=darwin CGO_ENABLED=0
	$(MAKE) vet GOOS=freebsd CGO_ENABLED=0
	scripts/reproduce
	docker/official/test

lint: bin/golangci-lint-$(GOLANGCI_LINT_VERSION) ## Run the linters
	@for module in $(MODULES); do (cd $$module && $(CURDIR)/bin/golangci-lint-$(GOLANGCI_LINT_VERSION) run) || exit 1; done

bin/golangci-lint-$(GOLANGCI_LINT_VERSION):
	@echo "building golangci-lint $(GOLANGCI_LINT_VERSION)"
	@GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv bin/golangci-lint $@

images: ## Build the images of PostgreSQL 15, 17 and 18, and of pgbouncer, without a registry
	@docker/postgres/build $(POSTGRES_VERSIONS)
	@docker/pgbouncer/build

dist: ## Make dist/: binaries for Linux and macOS, images, checksums; the same bytes from the same commit
	@go run ./scripts/dist

release: ## Tag a version of every module, without the replace lines: VERSION=v0.2.0
	@go run ./scripts/release $(VERSION)

clean: ## Remove what was built here
	rm -rf bin dist results

fuzz: ## Fuzz everything that reads bytes from outside, a while each (FUZZTIME=20s)
	@grep -rlE '^func Fuzz' --include='*_test.go' . | xargs grep -hoE '^func Fuzz[A-Za-z]+' --with-filename | sed 's/:func /:/' | \
	while IFS=: read -r file name; do \
		echo "== $$name"; go -C "$$(dirname "$$file")" test . -run '^$$' -fuzz "^$$name$$" -fuzztime $(or $(FUZZTIME),20s) || exit 1; \
	done
