#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=60
// The command line. In a clone it sets up and builds first what is missing or out of date; all chatter goes to stderr, so that
// stdout carries the results alone. Starts under an old Node too, and then goes on in the one that npm installed.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { coreOptions, environmentFor, root } from '../scripts/find-node.mjs'
import { runCommand } from '../scripts/run-command.mjs'
import { runScript, setUp } from '../scripts/set-up.mjs'

const host = path.join(root, 'dist', 'cli', 'main.js')
let node = null
await runScript(async () => {
  node = await setUp()
  if (node === process.execPath) return 0
  const { code } = await runCommand(node, [...coreOptions, host, ...process.argv.slice(2)], {
    env: environmentFor(node),
  })
  return code
})
if (node === process.execPath) {
  process.argv[1] = host
  await import(pathToFileURL(host).href)
}
