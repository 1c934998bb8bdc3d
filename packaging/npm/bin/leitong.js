#!/usr/bin/env node
// Runs the program of the package for this platform, with the same arguments, streams and exit code.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const name = `leitong-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "leitong.exe" : "leitong";

function program() {
  try {
    return require.resolve(`${name}/${file}`);
  } catch {
    console.error(
      `leitong: the package ${name} is not installed. It is an optional dependency: install without ` +
        "--omit=optional. If there is none for this platform, build from source: cargo install leitong",
    );
    process.exit(1);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });

// The program removes its temporary files when it is stopped: wait for it instead of ending first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}

child.on("error", (error) => {
  console.error(`leitong: cannot run ${name}: ${error.message}`);
  process.exit(1);
});

child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + constants.signals[signal]);
});
