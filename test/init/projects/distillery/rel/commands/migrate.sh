#!/bin/sh
release_ctl eval --mfa "Ledger.ReleaseTasks.migrate/1" --argv -- "$@"
