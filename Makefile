# Assay: `make help` lists what there is. Everything works on a fresh Debian machine with the Swift toolchain.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps deps-test deps-fleet deps-twin deps-fleet-twin deps-peers deps-qemu-next build run test crash fuzz validate validate-real lint format static install peers twin fleet-twin clean

PREFIX ?= /usr/local
FUZZ_COUNT ?= 100000
TOOLS := assay assay-memory assay-scheduler assay-aio assay-compression assay-migration assay-tune
RELEASE := .build/release
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
TRIPLET := $(shell dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)

# What building and running needs, what the tests need besides, what virtual machines need, what `make peers` measures against.
PACKAGES := libnuma-dev libhwloc-dev libaio-dev liburing-dev libudev-dev libzstd-dev liblz4-dev libyaml-dev libsqlite3-dev pkg-config
TEST_PACKAGES := hwloc-nox chromium fonts-dejavu-core python3-jsonschema python3-prometheus-client bzip2
FLEET_PACKAGES := ansible-core openssh-client openssh-server iproute2 util-linux
TWIN_PACKAGES := qemu-system-x86 busybox-static e2fsprogs cpio iproute2 iputils-ping libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients
FLEET_TWIN_PACKAGES := mmdebstrap qemu-system-x86 qemu-utils e2fsprogs
PEER_PACKAGES := likwid mbw stress-ng linux-perf rt-tests fio zstd lz4 gcc libc6-dev python3 tuned procps time

# Installs what is missing of the packages in $(1); does nothing, and asks no server, when all are there.
define install_packages
	@missing=$$(for package in $(1); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing" $$missing; \
	  $(SUDO) apt-get update -qq; \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

deps: ## install the Debian packages that building and running need
	$(call install_packages,$(PACKAGES))

deps-test: deps deps-fleet
	$(call install_packages,$(TEST_PACKAGES))

# An sshd is not started by that where one already is or services are off; the tests start their own, in their own networks.
deps-fleet:
	$(call install_packages,$(FLEET_PACKAGES))

# 20 MB to download, 80 MB installed, some 15 seconds; without them the tests of twins are skipped and say why.
deps-twin: deps
	$(call install_packages,$(TWIN_PACKAGES))

deps-fleet-twin: deps-fleet
	$(call install_packages,$(FLEET_TWIN_PACKAGES))

# Migrating a Linux guest without KVM needs QEMU 9.0 or later. The installed one is left alone: this one is unpacked, and
# takes the libraries that deps-twin has brought. The test says which it would take: ASSAY_QEMU names another.
NEXT := $(CURDIR)/.build/qemu-next
NEXT_APT := -o Dir::State=$(NEXT)/apt -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache=$(NEXT)/apt \
  -o Dir::Etc::sourcelist=$(NEXT)/apt/sources.list -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User=root
deps-qemu-next: deps-twin ## unpack the QEMU of Debian's backports into .build/qemu-next: ASSAY_QEMU for tests (14 MB)
	@mkdir -p $(NEXT)/apt/lists/partial $(NEXT)/apt/archives/partial
	@. /etc/os-release; echo "deb http://deb.debian.org/debian $$VERSION_CODENAME-backports main" \
	  > $(NEXT)/apt/sources.list
	@apt-get $(NEXT_APT) -qq update
	@cd $(NEXT)/apt/archives && rm -f *.deb && apt-get $(NEXT_APT) -qq download \
	  qemu-system-x86 qemu-system-common qemu-system-data seabios && \
	  for package in *.deb; do dpkg -x $$package $(NEXT)/root; done
	@printf '#!/bin/sh\nexec %s/usr/bin/qemu-system-x86_64 -L %s/usr/share/qemu -L %s/usr/share/seabios "$$@"\n' \
	  $(NEXT)/root $(NEXT)/root $(NEXT)/root > $(NEXT)/qemu-system-x86_64
	@chmod 755 $(NEXT)/qemu-system-x86_64
	@$(NEXT)/qemu-system-x86_64 --version
	@echo "ASSAY_QEMU=$(NEXT)/qemu-system-x86_64 swift test --filter LinuxGuest"

deps-peers: deps
	$(call install_packages,$(PEER_PACKAGES))

# Code that is there twice is kept once, of libstdc++ only what is needed, and what the loader must relocate is packed
# (glibc 2.36): a tool that runs for 20 ms is mostly its own pages.
CPP_ARCHIVE := $(CURDIR)/.build/cpp-archive
LINKING := -Xswiftc -use-ld=lld -Xlinker --icf=safe -Xlinker -z -Xlinker pack-relative-relocs \
  -Xlinker --no-export-dynamic -Xlinker -L$(CPP_ARCHIVE)
build: deps ## build the release executables into .build/release
	@mkdir -p $(CPP_ARCHIVE)
	@ln -sf "$$(gcc -print-file-name=libstdc++.a)" $(CPP_ARCHIVE)/
	swift build -c release --static-swift-stdlib $(LINKING)

run: build ## measure this machine: the quick suite, a table, and two files in Results/
	$(RELEASE)/assay run --suite quick --out Results

# As many tests at once as keep two CPUs busy: hundreds would starve those that measure. Guests, and Ansible over ssh, keep every CPU
# busy for minutes: they run when the others are done, and one after the other, because what each leaves behind in its process is
# counted; fleets beside guests, in a process of their own (two of SwiftPM would wait for each other).
GUESTS := ^(TwinTests|MigrationBenchmarkTests)\.
FLEETS := ^FleetTests\.Fleet(Lab|Profile)Tests|^ToolTests\.FleetCommandTests
test: deps-test deps-twin ## build and run every test
	swift build --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 swift test --skip-build --skip '$(GUESTS)|$(FLEETS)'
	.build/debug/assayPackageTests.xctest --testing-library swift-testing --no-parallel --filter '$(FLEETS)' & fleets=$$!; \
	  code=0; swift test --skip-build --no-parallel --filter '$(GUESTS)' || code=$$?; \
	  wait $$fleets || code=$$?; exit $$code

# All that `make test` leaves out for its time: the power cuts, the kills, 1,000 applies, rehearsals of every shape.
twin: deps-test deps-twin ## build and run all tests in virtual machines, minutes; the first run fetches a kernel (27 MB)
	swift build --build-tests
	swift build -c release --static-swift-stdlib --product assay
	ASSAY_TWIN_FULL=1 ASSAY_TWIN_TOOL=$(CURDIR)/$(RELEASE)/assay swift test --skip-build --filter '^TwinTests\.'

# The machines are Debian's own, made once (two minutes) and kept; each run starts from fresh disks.
fleet-twin: static deps-fleet-twin ## assay fleet on three virtual machines, one really slower: found, and a canary that is killed is taken back
	python3 Tests/FleetTwin/fleet_twin.py --assay .build/static/release/assay --folder .build/fleet-twin

crash: deps-test ## kill -9 after each system call of tune apply and revert, and all over trials, then recover: the whole crash matrix (some minutes)
	swift build --build-tests
	ASSAY_CRASH_EVERY=1 swift test --skip-build --filter '^ToolTests\.(Tune|Trial)CrashTests'

# Twice ten minutes of measuring, and a second build the first time.
validate-real: build ## the verdicts on this machine: a build against itself, and against one with a triad 5 % slower (20 min)
	python3 Tests/Validation/end_to_end.py --assay $(RELEASE)/assay \
	  --slow "$$(Tests/Validation/slow_build.sh $(CURDIR)/.build/slow)"

# A debug build, in which overflows and indices are checked.
fuzz: deps-test ## load, apply and revert 100,000 mutated profiles and journals (FUZZ_COUNT=N for another number)
	swift build --build-tests
	ASSAY_FUZZ_COUNT=$(FUZZ_COUNT) swift test --skip-build --filter '^TuningTests\..*FuzzTests'

# Simulated series, and real ones that were recorded on machines at work.
validate: build ## the error rates of the verdicts: false alarms, power, coverage, repeated looks (some minutes)
	$(RELEASE)/assay validate $(foreach run,$(wildcard Results/reference/noise/*.json),--recorded $(run))

lint: ## check the formatting rules
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests

format: ## apply the formatting rules
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

# The C libraries come in as archives: pkg-config files of our own name a folder that holds nothing else. Without symbols it is
# a third of the size: it goes over the network to every node.
ARCHIVES := $(CURDIR)/.build/archives
static: deps ## one file that runs on another node: .build/static/release/assay
	@mkdir -p $(ARCHIVES)
	@for library in numa hwloc aio uring zstd lz4 yaml sqlite3; do \
	  ln -sf /usr/lib/$(TRIPLET)/lib$$library.a $(ARCHIVES)/; \
	  printf 'Name: %s\nDescription: archive\nVersion: 0\nLibs: -L%s -l%s\n' $$library $(ARCHIVES) $$library \
	    > $(ARCHIVES)/$$library.pc; \
	done
	PKG_CONFIG_PATH=$(ARCHIVES) swift build -c release --static-swift-stdlib --product assay \
	  --scratch-path .build/static -Xlinker -ludev -Xlinker -s
	@ldd .build/static/release/assay

install: build ## install the executables below PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/assay/profiles
	install -m 755 $(foreach tool,$(TOOLS),$(RELEASE)/$(tool)) $(DESTDIR)$(PREFIX)/bin
	install -m 644 Results/*.schema.json Results/grafana-dashboard.json $(DESTDIR)$(PREFIX)/share/assay
	install -m 644 Profiles/*.yaml $(DESTDIR)$(PREFIX)/share/assay/profiles

peers: build deps-peers ## measure side by side with likwid, mbw, stress-ng, perf, hackbench, fio, zstd, lz4, tuned: ratios
	python3 Tests/Peers/memory.py --assay $(RELEASE)/assay
	python3 Tests/Peers/scheduler.py --assay $(RELEASE)/assay
	python3 Tests/Peers/aio.py --assay $(RELEASE)/assay
	python3 Tests/Peers/recommend.py --assay $(RELEASE)/assay
	python3 Tests/Peers/fleet.py --assay $(RELEASE)/assay
	python3 Tests/Peers/compression.py --assay $(RELEASE)/assay
	python3 Tests/Peers/tuning.py --assay $(RELEASE)/assay

clean: ## remove everything that was built
	rm -rf .build .build-*
