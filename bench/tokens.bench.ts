import os from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { createTokenClient, type TokenClient, type TokenWorker } from '../renderer/tokens/token-client.ts'
import type { TokenReply, TokenRequest } from '../renderer/tokens/token-protocol.ts'
import { TokenSession } from '../renderer/tokens/token-session.ts'
import type { Encoder } from '../shared/tokens/encoder.ts'
import { loadEncoder } from '../shared/tokens/encodings.ts'
import { pick, pickInteger, seededRandom } from '../test/shared/tokens/random-texts.ts'
import type { Row } from './engine-targets.ts'
import { mixedText } from './mixed-text.ts'
import { targetRow } from './target-row.ts'

// Live token counting, through the real client and session with a Node worker between them; prints JSON lines, the last of
// which has every target beside what was measured. Node's message hop is close to Chromium's; what the page adds on top
// (one frame) is measured by tokens-typing.bench.ts.

const EDITS = 3000
/** Beside other work the machine's hiccups are in every tail: each figure is the best of so many rounds. */
const ROUNDS = 3
const DOCUMENTS = [
  { tokens: 100_000, coldMs: 120, warmMs: 20 },
  { tokens: 1_000_000, coldMs: 450, warmMs: 250 },
]

const rows: Row[] = []

if (isMainThread) await measure()
else serve()

/** The worker's side: what token-worker.ts does, on Node's port. */
function serve(): void {
  const session = new TokenSession((reply) => parentPort?.postMessage(reply))
  parentPort?.on('message', (request: TokenRequest) => void session.receive(request))
}

async function measure(): Promise<void> {
  const o200k = await measureLoad('o200k_base')
  await measureLoad('cl100k_base')
  print('tokens.document.1000', await bestOf(() => measureDocument(mixedText(o200k, 1000))))
  for (const { tokens, coldMs, warmMs } of DOCUMENTS) {
    const text = mixedText(o200k, tokens)
    const best = await bestOf(() => measureDocument(text))
    print(`tokens.document.${tokens}`, best)
    const at = `at ${tokens.toLocaleString('en-US')} tokens`
    reach(`keystroke to count ${at}, p50 ms`, best.keyP50Ms, 0.2)
    reach(`keystroke to count ${at}, p99 ms`, best.keyP99Ms, 1)
    reach(`main thread per key ${at}, p99 ms`, best.mainThreadP99Ms, 0.25)
    reach(`longest task of the main thread for the first text ${at}, ms`, best.firstPostMaxMs, 4)
    reach(`first count ${at}, cold, ms`, best.firstColdMs, coldMs)
    reach(`first count ${at}, warm, ms`, best.firstWarmMs, warmMs)
  }
  for (const [name, run] of Object.entries(giantRuns())) {
    const best = await bestOf(() => measureRun(run), 2 * ROUNDS)
    print(`tokens.run-100k.${name}`, best)
    reach(`first count of 100,000 ${name} unbroken, ms`, best.firstMs, 60)
    reach(`edit inside 100,000 ${name} unbroken, p99 ms`, best.editP99Ms, 4)
  }
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  console.log(JSON.stringify({ name: 'tokens.targets', rounds: ROUNDS, machine, rows }, null, 2))
}

async function measureLoad(encoding: 'o200k_base' | 'cl100k_base'): Promise<Encoder> {
  setFlagsFromString('--expose-gc')
  // The way to `gc` without a flag on the command line; what is measured is what stays.
  const collect = runInNewContext('gc') as () => void
  collect()
  const before = usedMegabytes()
  const start = performance.now()
  const encoder = await loadEncoder(encoding)
  const loadMs = round(performance.now() - start)
  encoder.count('Say less, measure more.')
  collect()
  const megabytes = round(usedMegabytes() - before)
  print(`tokens.load.${encoding}`, { loadMs, megabytes })
  reach(`memory of ${encoding}, MB`, megabytes, 25)
  return encoder
}

function reach(name: string, measured: number, limit: number): void {
  rows.push(targetRow(name, measured, limit))
}

/** Each figure's smallest value over the rounds. */
async function bestOf<K extends string>(
  once: () => Promise<Record<K, number>>,
  rounds = ROUNDS,
): Promise<Record<K, number>> {
  const best = await once()
  for (let rest = 1; rest < rounds; rest++) {
    const again = await once()
    for (const name of Object.keys(again) as K[]) best[name] = Math.min(best[name], again[name])
  }
  return best
}

function print(name: string, figures: object): void {
  console.log(JSON.stringify({ name, ...figures }))
}

async function measureDocument(text: string) {
  const spawned = performance.now()
  const { client, adapter, stop } = startClient()
  await countAfter(client, 'warm', () => client.open('warm', 'x'))
  const workerReadyMs = round(performance.now() - spawned)
  const firstMs: number[] = []
  for (let round = 0; round < 5; round++) firstMs.push(await countAfter(client, 'a', () => client.open('a', text)))
  const firstPosts = adapter.postsMs.slice()
  const [coldMs = Number.NaN, ...warmMs] = firstMs

  const keys: number[] = []
  const posts: number[] = []
  let version = 0
  let length = text.length
  const random = seededRandom(1)
  let at = pickInteger(random, length)
  for (let edit = 0; edit < EDITS; edit++) {
    if (edit % 50 === 0) at = pickInteger(random, length)
    const isPaste = edit % 100 === 99
    const isDeletion = edit % 10 >= 8 && at > 0
    const insertText = isPaste
      ? text.slice(0, 2000)
      : isDeletion
        ? ''
        : pick(random, ['e', 't', ' ', 'n', '\n', '1', '中'])
    const deleteCount = isDeletion && !isPaste ? 1 : 0
    at -= deleteCount
    version++
    keys.push(
      await countAfter(
        client,
        'a',
        () => {
          const start = performance.now()
          client.edit('a', [{ at, deleteCount, insertText }], version)
          posts.push(performance.now() - start)
        },
        version,
      ),
    )
    at += insertText.length
    length += insertText.length - deleteCount
  }
  await stop()
  return {
    workerReadyMs,
    firstColdMs: round(coldMs),
    firstWarmMs: round(quantile(warmMs, 0.5)),
    firstPostMaxMs: round(Math.max(...firstPosts)),
    keyP50Ms: round(quantile(keys, 0.5)),
    keyP99Ms: round(quantile(keys, 0.99)),
    keyMaxMs: round(Math.max(...keys)),
    mainThreadP50Ms: round(quantile(posts, 0.5)),
    mainThreadP99Ms: round(quantile(posts, 0.99)),
  }
}

async function measureRun(run: string) {
  const { client, stop } = startClient()
  await countAfter(client, 'warm', () => client.open('warm', 'x'))
  const firstMs = await countAfter(client, 'a', () => client.open('a', run))
  const random = seededRandom(2)
  const unit = run.slice(0, 1)
  const keys: number[] = []
  for (let version = 1; version <= 300; version++) {
    const at = pickInteger(random, run.length - 300)
    const change = version % 3 === 0 ? { at, deleteCount: 1, insertText: '' } : { at, deleteCount: 0, insertText: unit }
    keys.push(await countAfter(client, 'a', () => client.edit('a', [change], version), version))
  }
  await stop()
  const warm = keys.slice(20)
  return { firstMs: round(firstMs), editP50Ms: round(quantile(warm, 0.5)), editP99Ms: round(quantile(warm, 0.99)) }
}

function giantRuns(): Readonly<Record<string, string>> {
  const random = seededRandom(3)
  const units = 100_000
  const repeat = (make: () => string) => Array.from({ length: units }, make).join('')
  return {
    'letters a': 'a'.repeat(units),
    spaces: ' '.repeat(units),
    dashes: '-'.repeat(units),
    'random letters': repeat(() => String.fromCharCode(97 + pickInteger(random, 26))),
    'letters of ACGT': repeat(() => pick(random, ['A', 'C', 'G', 'T'])),
    'Han characters': repeat(() => String.fromCharCode(0x4e00 + pickInteger(random, 20_000))),
    digits: repeat(() => String(pickInteger(random, 10))),
  }
}

function startClient() {
  const worker = new Worker(new URL(import.meta.url))
  const postsMs: number[] = []
  const adapter: TokenWorker & { readonly postsMs: readonly number[] } = {
    postsMs,
    postMessage: (request) => {
      const start = performance.now()
      worker.postMessage(request)
      postsMs.push(performance.now() - start)
    },
    addEventListener(type: 'message' | 'error', listener: (event: never) => void) {
      // Each type comes with its own event; one implementation of both overloads cannot say so.
      if (type === 'message') worker.on('message', (data: TokenReply) => listener({ data } as never))
      else worker.on('error', (error) => listener(error as never))
    },
    terminate: () => void worker.terminate(),
  }
  return { client: createTokenClient(adapter), adapter, stop: () => worker.terminate() }
}

/** Milliseconds from the action to the count of that version of the document. */
function countAfter(client: TokenClient, docId: string, act: () => void, version = 0): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now()
    const stop = client.onCount((count) => {
      if (count.docId !== docId || count.version !== version) return
      stop()
      resolve(performance.now() - start)
    })
    act()
  })
}

function usedMegabytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? Number.NaN
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
