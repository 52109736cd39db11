#!/usr/bin/env node
"use strict";
// The npm compiler behind the command line that forge and py-solc-x expect of a native solc:
// `--version` and `--standard-json` (input on stdin), with imports read from disk.
const fs = require("node:fs");
const path = require("node:path");
const solc = require("solc");

const root = path.resolve(__dirname, "..");
const options = process.argv.slice(2);

function readImport(name) {
  for (const file of [name, path.join(root, name), path.join(root, "node_modules", name)]) {
    if (fs.existsSync(file)) return { contents: fs.readFileSync(file, "utf8") };
  }
  return { error: `File not found: ${name}` };
}

// No process.exit: it would cut output that a pipe (64 KiB) has not taken yet.
if (options.includes("--version")) {
  const version = solc.version().replace(".Emscripten.clang", ".Linux.g++");
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
} else if (options.includes("--standard-json")) {
  process.stdout.write(solc.compile(fs.readFileSync(0, "utf8"), { import: readImport }));
} else {
  process.stderr.write("solc shim: only --version and --standard-json are answered here\n");
  process.exitCode = 1;
}
