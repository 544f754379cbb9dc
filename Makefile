# Thin names for Maven commands. `make check` is the quick round: formatter, compiler, unit tests.
.PHONY: fmt check it
fmt:
	mvn -B -q spotless:apply
check:
	mvn -B -q test || { echo 'formatting? repair it with: make fmt' >&2; exit 1; }
it:
	mvn -B verify
