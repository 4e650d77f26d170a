#!/usr/bin/env node
/*
 * npm start: from a fresh clone to the filled app, and within seconds the next time. Plain JavaScript
 * without dependencies, because nothing is installed yet when it runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

/** What the build is made of; a test is no part of it. */
const SOURCES = [
  'src',
  'static',
  'package-lock.json',
  'svelte.config.js',
  'releases.js',
  'vite.config.ts',
  'tsconfig.json',
];
const BUILT = 'build/.built';

/** @param {string} path @returns {string[]} every file at or below the path, in a stable order */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return /\.test\.ts$/.test(path) ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** @param {string[]} paths @returns {string} one hash over names and contents */
function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesOf)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs a program to its end in this terminal, and ends with it when it fails. @param {string[]} command */
function run([program = '', ...args]) {
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// npm notes in the folder what it installed; a lockfile that is newer asks for something else.
const installed = join('node_modules', '.package-lock.json');
if (!existsSync(installed) || statSync('package-lock.json').mtimeMs > statSync(installed).mtimeMs) {
  console.log('Installing packages ...');
  run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

// The stamp is written last and lies in the folder that a build empties: a build that was cut is made anew.
const hash = hashOf(SOURCES);
if (!existsSync(BUILT) || readFileSync(BUILT, 'utf8') !== hash) {
  console.log('Building ...');
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  run([process.execPath, vite, 'build', '--logLevel', 'warn']);
  run([process.execPath, vite, 'build', '--mode', 'cli', '--logLevel', 'warn']);
  writeFileSync(BUILT, hash);
}

// A folder without a database is filled with a made-up regency. A database server is left as it is.
const dataDir = process.env['DATA_DIR'] || 'data';
if (!process.env['DATABASE_URL'] && !existsSync(join(dataDir, 'simadu.db'))) {
  console.log('Making sample data ...');
  run([process.execPath, 'build/cli/sample.js']);
}

// The server has this terminal and every signal; this program ends the way it ends.
const server = spawn(process.execPath, ['build/cli/serve.js'], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => server.kill(signal));
}
server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
