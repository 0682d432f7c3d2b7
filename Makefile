# What one can do here; the work is in scripts/, which run without make too.
.DEFAULT_GOAL := help
.PHONY: help run test test-full lint bench lock screenshots reset

help: ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: ## install, create the database with demo data, start site and worker (PORT=5000)
	@sh scripts/run
test: ## install what tests need and run all that every change must pass
	@sh scripts/test
test-full: ## the same, and what is too long for every change
	@sh scripts/test --full
lint: ## ruff, mypy and the import contracts
	@sh scripts/lint
bench: ## measure matching, scheduling, the directory and the search for twins beside their peers
	@sh scripts/bench
lock: ## renew the locked requirements and npm packages
	@sh scripts/lock
screenshots: ## pictures of every page, phone and laptop, in both languages, into build/screenshots
	@sh scripts/screenshots
reset: ## delete the embedded database and its files, and load the demo data anew at the next run
	@sh scripts/reset
