# SPDX-License-Identifier: MIT
# Build of Houtai. `make help` lists the targets.
all:
	@echo "see make help"
