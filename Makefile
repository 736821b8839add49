# SPDX-License-Identifier: MIT
# Build of Houtai. `make help` lists the targets.
#
#   CC=clang    builds into build/clang with the same warnings
#   SAN=1       builds into build/asan with the address and undefined-behaviour sanitizers
#   PLAIN=1     builds into build/plain without jemalloc, for valgrind

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

# V=1 shows the whole commands
Q := $(if $(V),,@)
ifeq ($(origin CC),default)
CC := gcc
endif
AR := ar

ifdef SAN
B := build/asan
else ifdef PLAIN
B := build/plain
else ifneq (,$(findstring clang,$(CC)))
B := build/clang
else
B := build
endif

# --- flags --------------------------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla \
	-Wwrite-strings -Werror
CPPFLAGS := -D_GNU_SOURCE -Icgi-bin -isystem /usr/include/ClearSilver -isystem /usr/include/mariadb
CFLAGS := -std=c11 -g -fstack-protector-strong -fPIE -fno-plt -ffunction-sections -fdata-sections
LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--gc-sections -Wl,--as-needed
LDLIBS := -lneo_cs -lneo_utl -lfcgi -lmariadb -lsodium -lxlsxwriter -lcsv -ljansson -lunistring -lz -lm
ifdef SAN
# jemalloc would hide the sanitizer's allocator, and fortified calls are not instrumented
CFLAGS += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
else
CPPFLAGS += -D_FORTIFY_SOURCE=3
CFLAGS += $(if $(PLAIN),-O1,-O2)
LDLIBS += $(if $(PLAIN),,-ljemalloc)
endif
# Every allocator that base/memory.c wraps, so that the list stands in one place: there.
WRAPPED := $(shell grep -oh '__wrap_[a-z_]*' cgi-bin/base/memory.c 2>/dev/null | sed 's/__wrap_//' | sort -u)
LDFLAGS += $(foreach name,$(WRAPPED),-Wl,--wrap=$(name))
BANNED := -include cgi-bin/base/banned.h

# --- files --------------------------------------------------------------------------------------------------------
MAINS := cgi-bin/houtai.c cgi-bin/prefork.c cgi-bin/houtai_jobs.c cgi-bin/houtaictl.c
SHARED := $(wildcard cgi-bin/*/*.c) $(wildcard cgi-bin/features.c)
SOURCES := $(SHARED) $(wildcard $(MAINS))
object = $(patsubst %.c,$(B)/o/%.o,$(1))
OBJECTS := $(call object,$(SOURCES))
SHARED_OBJECTS := $(call object,$(SHARED))
BINARIES := $(if $(wildcard cgi-bin/web/dispatch.c),$(B)/houtai) $(if $(wildcard cgi-bin/houtai_jobs.c),$(B)/houtai-jobs) \
	$(if $(wildcard cgi-bin/houtaictl.c),$(B)/houtaictl)

tests = $(wildcard tests/$(1)/test_*.c)
helpers = $(filter-out $(call tests,$(1)),$(wildcard tests/$(1)/*.c))
programs = $(patsubst tests/$(1)/%.c,$(B)/tests/$(1)/%,$(call tests,$(1)))
TEST_SOURCES := $(wildcard tests/unit/*.c tests/store/*.c tests/page/*.c)
TEST_OBJECTS := $(call object,$(TEST_SOURCES))

.PHONY: all objects install-parts run test-unit test-store test-page format clean help

all: $(BINARIES) ## build the three programs
objects: $(OBJECTS) ## compile everything, link nothing
install-parts: ## install the Debian packages and npm parts that are missing
	@conf/install test
run: ## the whole portal on 127.0.0.1:8080 (PORT=), with a demo shop
	@conf/install run
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@HOUTAI_BIN=$(CURDIR)/$(B) exec conf/run
test-unit: $(call programs,unit) ## build the unit tests
test-store: $(call programs,store) ## build the store tests
test-page: $(call programs,page) ## build those page tests that are C

test: ## all tests: unit, store, page, browser
	@conf/install test
	@$(MAKE) --no-print-directory -j$$(nproc) all test-unit test-store test-page
	@tests/run --build $(CURDIR)/$(B)
.PHONY: test

# The flags are a file, so that changing them builds anew.
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) $(LDFLAGS) $(LDLIBS)
$(B)/flags: FORCE
	@mkdir -p $(B)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
.PHONY: FORCE

$(B)/o/cgi-bin/%.o: cgi-bin/%.c $(B)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC $<")
	$(Q)$(CC) $(CPPFLAGS) $(BANNED) $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<
$(B)/o/tests/%.o: tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC $<")
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

# Objects are linked directly, not from an archive: statements register themselves in the section houtai_sql, and an
# archive would leave out those that nobody calls by name.
define link
	$(if $(V),,@echo "  LD $@")
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)
endef
$(B)/houtai: $(call object,cgi-bin/houtai.c cgi-bin/prefork.c) $(SHARED_OBJECTS)
	$(link)
$(B)/houtai-jobs: $(call object,cgi-bin/houtai_jobs.c) $(SHARED_OBJECTS)
	$(link)
$(B)/houtaictl: $(call object,cgi-bin/houtaictl.c) $(SHARED_OBJECTS)
	$(link)
$(B)/tests/%: LDLIBS += -lcmocka
# Unit tests see pure code only: there an archive is right, and a test may bring its own double of a function.
$(B)/unit.a: $(SHARED_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(B)/tests/unit/%: $(B)/o/tests/unit/%.o $(call object,$(call helpers,unit)) $(B)/unit.a
	@mkdir -p $(@D)
	$(link)
$(B)/tests/store/%: $(B)/o/tests/store/%.o $(call object,$(call helpers,store)) $(SHARED_OBJECTS)
	@mkdir -p $(@D)
	$(link)
# Page tests run the program itself; they make their data with the harness of the store tests. A sanitizer's library must come first in
# a process, so there is no shim there and each request starts a program.
FORKSERVER := $(if $(SAN),,$(B)/tests/page/forkserver.so)
$(B)/tests/page/forkserver.so: tests/page/shim/forkserver.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 $(WARN) -shared -fPIC -O1 -o $@ $<
$(B)/tests/page/%: $(B)/o/tests/page/%.o $(call object,$(call helpers,page) $(call helpers,store)) $(SHARED_OBJECTS) | $(B)/houtai $(FORKSERVER)
	@mkdir -p $(@D)
	$(link)
# Faults at every place: the requests of the page tests, and shims before the program's allocator and its database library.
$(B)/fault/routes: $(B)/o/tests/fault/routes.o $(call object,$(call helpers,page) $(call helpers,store)) \
		$(SHARED_OBJECTS) | $(B)/houtai $(B)/fault/failalloc.so $(B)/fault/dberror.so
	@mkdir -p $(@D)
	$(link)
$(B)/fault/routes: LDLIBS += -lcmocka
$(B)/fault/failalloc.so: tests/fault/failalloc.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 $(WARN) -shared -fPIC -O1 -fno-builtin -o $@ $< -ldl
$(B)/fault/dberror.so: tests/fault/dberror.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -Wall -Wextra -Werror -shared -fPIC -O1 -isystem /usr/include/mariadb -o $@ $< -ldl
# What pages are measured against: the worker with its answer and, for replay, its statements recorded.
BENCH_WRAPPED := dispatch_serve db_row db_rows db_int
$(B)/bench/%: LDFLAGS += $(foreach name,$(BENCH_WRAPPED),-Wl,--wrap=$(name))
$(B)/bench/constant: $(B)/o/tests/bench/constant.o $(call object,cgi-bin/houtai.c cgi-bin/prefork.c) $(SHARED_OBJECTS)
	@mkdir -p $(@D)
	$(link)
# The points ledger, ours and bare, for bench and fault: the program without its worker's wraps.
$(B)/bench/ledger: BENCH_WRAPPED :=
$(B)/bench/ledger: $(B)/o/tests/bench/ledger.o $(SHARED_OBJECTS)
	@mkdir -p $(@D)
	$(link)
.SECONDARY: $(TEST_OBJECTS)

-include $(OBJECTS:.o=.d) $(TEST_OBJECTS:.o=.d)

# --- installing ---------------------------------------------------------------------------------------------------
.PHONY: install
SHARE := $(DESTDIR)/usr/share/houtai
NGINX := $(DESTDIR)/etc/houtai/nginx
install: all ## into DESTDIR, for a server (conf/README.md)
	install -d $(DESTDIR)/usr/lib/houtai $(DESTDIR)/usr/sbin $(SHARE)/errors $(NGINX) $(DESTDIR)/usr/share/doc/houtai \
		$(DESTDIR)/lib/systemd/system/nginx.service.d
	install -m 755 $(B)/houtai $(B)/houtai-jobs $(DESTDIR)/usr/lib/houtai/
	install -m 755 $(B)/houtaictl $(DESTDIR)/usr/sbin/
	cp -R templates sql static $(SHARE)/
	install -m 644 build/static/* $(SHARE)/static/
	install -m 644 conf/errors/*.html $(SHARE)/errors/
	install -m 644 conf/houtai.hdf.example conf/mariadb.cnf conf/README.md LICENSE $(DESTDIR)/usr/share/doc/houtai/
	install -m 644 conf/systemd/*.service $(DESTDIR)/lib/systemd/system/
	install -m 644 conf/systemd/nginx.conf $(DESTDIR)/lib/systemd/system/nginx.service.d/houtai.conf
	for file in http site fastcgi headers tls; do \
		sed -e 's|@RUN@|/run/houtai|g' -e 's|@ROOT@|/usr/share/houtai|g' -e 's|@CONF@|/usr/share/houtai|g' \
			-e 's|@NGINX@|/etc/houtai/nginx|g' -e 's|@LOGINS@|30|g' conf/nginx/$$file.conf >$(NGINX)/$$file.conf; \
	done

# --- deeper looks -------------------------------------------------------------------------------------------------
.PHONY: asan valgrind fuzz bench fault check-sql
asan: ## the tests, with address and undefined-behaviour sanitizers
	@conf/install test
	@$(MAKE) --no-print-directory -j$$(nproc) SAN=1 all test-unit test-store test-page
	@tests/run --build $(CURDIR)/build/asan --timeout 900
# Leaks that are still reachable at the end are what a process keeps by design: templates, statements, its arena.
VALGRIND := valgrind --quiet --error-exitcode=97 --leak-check=full --errors-for-leak-kinds=definite --trace-children=yes \
	--trace-children-skip=*/node
valgrind: ## the unit, store and page tests under valgrind
	@conf/install test
	@$(MAKE) --no-print-directory -j$$(nproc) PLAIN=1 all test-unit test-store test-page
	@tests/run --build $(CURDIR)/build/plain --timeout 3000 --wrap '$(VALGRIND)' unit store page
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS := 60
fuzz: $(FUZZERS:%=build/fuzz/%) ## each fuzzer of the parsers for FUZZ_SECONDS
	@for name in $(FUZZERS); do echo "fuzz $$name"; mkdir -p build/fuzz/corpus/$$name; (cd build/fuzz && \
		./$$name -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -verbosity=0 -print_final_stats=1 \
		corpus/$$name $(CURDIR)/tests/fuzz/corpus/$$name 2>$$name.log) || { tail -40 build/fuzz/$$name.log; exit 1; }; \
		grep number_of_executed build/fuzz/$$name.log; done
build/fuzz/%: tests/fuzz/fuzz_%.c tests/unit/bytes.c $(wildcard cgi-bin/base/*.[ch] cgi-bin/http/*.[ch])
	@mkdir -p $(@D)
	$(if $(V),,@echo "  FUZZ $@")
	$(Q)clang -std=c11 $(CPPFLAGS) -U_FORTIFY_SOURCE -Itests -g -O1 -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(WARN) -o $@ $(filter %.c,$^) -lunistring
bench: all ## speed and size against their targets
	@tests/bench/run
fault: all ## killed processes, lost connections, failed allocations
	@tests/fault/run
check-sql: all ## every statement on a demo of a million orders: rows read against rows needed
	@HOUTAI_VAR=$(CURDIR)/$(B)/check-sql HOUTAI_BIN=$(CURDIR)/$(B) HOUTAI_ONLY=ctl \
		HOUTAI_MEMBERS=$${MEMBERS:-200000} HOUTAI_ORDERS=$${ORDERS:-1000000} conf/run check-sql

# --- looking after it ---------------------------------------------------------------------------------------------
C_FILES = $(shell find cgi-bin tests -name '*.[ch]' -not -path 'tests/lint/*')
.PHONY: lint lint-format lint-tidy lint-cppcheck lint-lock check-layers check-templates check-lang check-sql-text check-style

lint: lint-format check-layers check-templates check-lang check-sql-text check-style lint-lock lint-cppcheck lint-tidy ## all checks of the source
lint-format: ## layout of code as .clang-format says, of templates as tests/lint/layout.js does
	@clang-format --dry-run -Werror $(C_FILES)
	@tests/lint/layout.js
check-layers: ## dependencies point down only, proved from the include lines
	@tests/lint/run layers
check-templates: ## nothing in templates goes round the escaping
	@tests/lint/run templates
check-lang: ## both languages complete, every key there
	@tests/lint/run lang
check-sql-text: ## no OFFSET, SELECT *, NOW() and the like
	@tests/lint/run sql
check-style: ## licence lines, sizes, nothing unfinished
	@tests/lint/run style
lint-lock:
	@! grep -nE '"resolved"|https?://' conf/package-lock.json || { echo "conf/package-lock.json names a host"; exit 1; }
lint-cppcheck: ## cppcheck
	@mkdir -p $(B)/lint/cppcheck
	@cppcheck --quiet --error-exitcode=1 --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
		--suppressions-list=tests/lint/cppcheck.txt --cppcheck-build-dir=$(B)/lint/cppcheck -j2 -Icgi-bin --include=tests/lint/cppcheck.h cgi-bin
lint-tidy: $(SOURCES:%.c=$(B)/lint/%.tidy) ## clang-tidy, on what changed since the last time
# after the object, which is made anew when a header changes
$(B)/lint/%.tidy: %.c $(B)/o/%.o .clang-tidy
	@mkdir -p $(@D)
	$(if $(V),,@echo "  TIDY $<")
	$(Q)clang-tidy --quiet $< -- $(CPPFLAGS) $(BANNED) -std=c11 2>$@.log || { grep -v 'warnings generated' $@.log; exit 1; }
	@touch $@

format: ## lay out all C files as .clang-format says, and all templates
	clang-format -i $(C_FILES)
	tests/lint/layout.js --write
clean: ## remove what was built; var/ with its data stays
	rm -rf build
help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
