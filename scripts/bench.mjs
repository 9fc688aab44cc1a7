// npm run bench [-- name] [--json]: runs each bench/*.bench.ts whose name contains the argument, one after the other. A bench prints
// JSON on stdout, in it `rows`: each target beside what was measured. At the end stands one table of them all; not with --json.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  const node = await setUp()
  const words = process.argv.slice(2)
  const wanted = words.find((word) => !word.startsWith('--')) ?? ''
  const folder = path.join(root, 'bench')
  const files = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.bench.ts') && name.includes(wanted))
    .sort()
  if (files.length === 0) throw new Error(`There is no bench/*${wanted}*.bench.ts.`)
  const rows = []
  let failed = 0
  for (const file of files) {
    console.error(`pithy: bench ${file}`)
    const { code, output } = await runBench(node, path.join(folder, file))
    rows.push(...rowsIn(output))
    if (code !== 0) failed = code
  }
  if (!words.includes('--json') && rows.length > 0) console.log(table(rows))
  return failed
})

async function runBench(node, file) {
  // Through Vite's runner, because plug-in registries use import.meta.glob.
  const runner = path.join(root, 'scripts', 'run-bench.mjs')
  const child = spawn(node, [runner, file], {
    cwd: root,
    env: environmentFor(node),
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (bytes) => {
    process.stdout.write(bytes)
    output += bytes
  })
  const [code] = await once(child, 'close')
  return { code: code ?? 1, output }
}

/** Rows of every JSON value in the output; a value stands on one line, or on several from `{` to `}` at their beginnings. */
function rowsIn(output) {
  return [...output.matchAll(/^\{(?:.*\}|\n[\s\S]*?^\})$/gm)].flatMap(([text]) => JSON.parse(text).rows ?? [])
}

function table(rows) {
  const [processor] = os.cpus()
  const gib = Math.round(os.totalmem() / 2 ** 30)
  const load = os.loadavg()[0].toFixed(1)
  const machine = `${os.availableParallelism()} × ${processor?.model.trim()}, ${gib} GiB, ${os.platform()}, load ${load}`
  const met = rows.filter((row) => row.met).length
  const lines = rows.map((row) => `| ${row.name} | ${row.target} | ${row.measured} | ${row.met ? 'yes' : '**no**'} |`)
  const head = ['| what | target | measured | met |', '|---|---|---|---|']
  return [`\n${met} of ${rows.length} targets met on ${machine}\n`, ...head, ...lines].join('\n')
}
