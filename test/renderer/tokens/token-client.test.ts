import { beforeAll, describe, expect, it, vi } from 'vitest'
import { CountBoard } from '../../../renderer/tokens/count-board.ts'
import {
  type CountFailure,
  createTokenClient,
  type DocumentCount,
  type TokenClient,
  type TokenWorker,
} from '../../../renderer/tokens/token-client.ts'
import type { TokenReply, TokenRequest } from '../../../renderer/tokens/token-protocol.ts'
import { TokenSession } from '../../../renderer/tokens/token-session.ts'
import type { TextChange } from '../../../shared/domain/text-change.ts'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'

let o200k: Encoder
let cl100k: Encoder
beforeAll(async () => {
  o200k = await loadEncoder('o200k_base')
  cl100k = await loadEncoder('cl100k_base')
})

describe('createTokenClient', () => {
  it('counts a document that is opened and every edit after that', async () => {
    const { client, nextCount } = startClient()
    client.open('user', 'Say less, measure more.', 3)
    expect(await nextCount('user', 3)).toMatchObject({
      counts: { o200k_base: o200k.count('Say less, measure more.') },
      features: o200k.features('Say less, measure more.'),
    })
    client.edit('user', [{ at: 3, deleteCount: 5, insertText: ' nothing' }], 4)
    expect((await nextCount('user', 4)).counts.o200k_base).toBe(o200k.count('Say nothing, measure more.'))
  })

  it('applies several changes in order and reports only the newest version', async () => {
    const { client, counts, nextCount } = startClient()
    client.open('a', 'one two')
    await nextCount('a', 0)
    client.edit('a', [change(7, 0, '!'), change(0, 3, 'ONE')], 1)
    client.edit('a', [change(0, 0, '>')], 2)
    client.edit('a', [change(0, 0, '>')], 3)
    expect((await nextCount('a', 3)).counts.o200k_base).toBe(o200k.count('>>ONE two!'))
    expect(counts.filter((count) => count.version === 1 || count.version === 2)).toEqual([])
  })

  it('counts in every watched encoding, and in one that is added later', async () => {
    const { client, nextCount } = startClient()
    client.watch(['o200k_harmony'])
    client.open('a', '审稿人说')
    expect((await nextCount('a', 0)).counts).toEqual({ o200k_harmony: o200k.count('审稿人说') })
    client.watch(['cl100k_base', 'o200k_base'])
    const both = { cl100k_base: cl100k.count('审稿人说'), o200k_base: o200k.count('审稿人说') }
    expect((await nextCount('a', 0, ({ counts }) => Object.keys(counts).length === 2)).counts).toEqual(both)
  })

  it('sends a long text in slices, one at a time, and counts it whole', async () => {
    const { client, posted, nextCount } = startClient()
    const text = `x${'😀 measure more, '.repeat(60_000)}`
    client.open('a', text)
    client.edit('a', [change(0, 1, 'y')], 1)
    expect(posted.filter((request) => request.type === 'edit')).toHaveLength(1)
    expect((await nextCount('a', 1)).counts.o200k_base).toBe(o200k.count(`y${text.slice(1)}`))
    const longest = posted.map((request) =>
      request.type === 'edit' ? request.changes.reduce((sum, { insertText }) => sum + insertText.length, 0) : 0,
    )
    expect(Math.max(...longest)).toBeLessThanOrEqual(262_144)
  })

  it('counts loose texts in batches, also one longer than a batch', async () => {
    const { client, posted } = startClient()
    const texts = ['', 'a b c', 'word '.repeat(120_000), '', '中文']
    expect(await client.count(texts, 'cl100k_base')).toEqual(texts.map((text) => cl100k.count(text)))
    expect(posted.filter((request) => request.type === 'count')).toHaveLength(3)
    expect(await client.count([], 'o200k_base')).toEqual([])
  })

  it('answers counts asked at the same time each with its own', async () => {
    const { client } = startClient()
    const [first, second] = await Promise.all([
      client.count(['one two three'], 'o200k_base'),
      client.count(['中文', 'x'], 'o200k_base'),
    ])
    expect([first, second]).toEqual([[o200k.count('one two three')], [o200k.count('中文'), 1]])
  })

  it('gives the tokens of a range, and null when the document was edited meanwhile', async () => {
    const { client, nextCount } = startClient()
    client.open('a', 'Say less, measure more.')
    await nextCount('a', 0)
    const tokens = await client.tokens('a', 'o200k_base', 4, 8)
    const bytes = [new TextEncoder().encode(' less')]
    expect(tokens).toEqual({ start: 3, ids: o200k.encode('Say less').slice(1), ends: [8], bytes })
    const stale = client.tokens('a', 'o200k_base', 4, 8)
    client.edit('a', [change(0, 0, 'x')], 1)
    expect(await stale).toBeNull()
    expect(await client.tokens('closed', 'o200k_base', 0, 1)).toBeNull()
  })

  it('drops what belongs to a closed document or to the text before it was opened again', async () => {
    const { client, counts, nextCount } = startClient()
    client.open('a', 'first text', 1)
    client.open('a', 'second', 2)
    client.open('b', 'gone', 7)
    client.close('b')
    client.edit('b', [change(0, 0, 'x')], 8)
    expect((await nextCount('a', 2)).counts.o200k_base).toBe(o200k.count('second'))
    expect(counts.filter(({ docId, version }) => docId === 'b' || version === 1)).toEqual([])
  })

  it('reports an edit outside the text, and counts again after the document is opened anew', async () => {
    const { client, nextCount } = startClient()
    const failures: CountFailure[] = []
    client.onFailure((failure) => failures.push(failure))
    client.open('a', 'abc')
    await nextCount('a', 0)
    client.edit('a', [change(9, 0, 'x')], 1)
    client.edit('a', [change(0, 0, 'x')], 2)
    client.open('a', 'abcd', 3)
    expect((await nextCount('a', 3)).counts.o200k_base).toBe(o200k.count('abcd'))
    expect(failures.map(({ docId }) => docId)).toEqual(['a'])
  })

  it('reads the count of an edit off the shared board with the next frame, before the message of the worker', async () => {
    const frames: (() => void)[] = []
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
    const { client, counts, nextCount, isIdle } = startClient(new CountBoard())
    const quick: unknown[] = []
    client.onQuickCount((count) => quick.push(count))
    client.open('a', 'Say less')
    client.open('b', 'x')
    await nextCount('b', 0)
    client.edit('a', [change(8, 0, ', measure')], 1)
    client.edit('a', [change(8, 9, ', measure more.')], 2)
    for (const run of frames.splice(0)) run()
    expect(quick).toEqual([]) // the worker has not seen them yet
    client.edit('a', [change(0, 0, '> ')], 3)
    await isIdle()
    expect(counts.map(({ docId, version }) => [docId, version])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
    for (const run of frames.splice(0)) run()
    expect(quick).toEqual([{ docId: 'a', tokens: o200k.count('> Say less, measure more.') }])
    await nextCount('a', 3)
    vi.unstubAllGlobals()
  })

  it('never reads the count of a closed document off the place that another took over', () => {
    const board = new CountBoard()
    const slot = board.take() ?? -1
    board.write(slot, 7, 1234)
    expect([board.read(slot, 7), board.read(slot, 8)]).toEqual([1234, null])
    board.giveBack(slot)
    expect([board.take(), board.read(slot, 7)]).toEqual([slot, null])
    for (let taken = 1; taken < 512; taken++) expect(board.take()).not.toBeNull()
    expect(board.take()).toBeNull()
  })

  it('rejects what is asked of a worker that has stopped', async () => {
    const { client, crash } = startClient()
    const failures: CountFailure[] = []
    client.onFailure((failure) => failures.push(failure))
    const asked = client.count(['x'.repeat(10)], 'o200k_base')
    await Promise.resolve()
    crash('out of memory')
    await expect(asked).rejects.toMatchObject({ name: 'AppError' })
    await expect(client.count(['y'], 'o200k_base')).rejects.toThrow('out of memory')
    expect(failures).toHaveLength(1)
    client.dispose()
    await expect(client.count(['y'], 'o200k_base')).rejects.toMatchObject({ code: 'cancelled' })
  })
})

function change(at: number, deleteCount: number, insertText: string): TextChange {
  return { at, deleteCount, insertText }
}

interface StartedClient {
  readonly client: TokenClient
  readonly posted: readonly TokenRequest[]
  readonly counts: readonly DocumentCount[]
  readonly crash: (message: string) => void
  /** Resolves when the worker has handled all that was posted, before its newest reply arrives. */
  readonly isIdle: () => Promise<void>
  /** Resolves to the next count of that document and version. */
  nextCount(docId: string, version: number, isWanted?: (count: DocumentCount) => boolean): Promise<DocumentCount>
}

/** A client on a session in this thread; messages are cloned and arrive in later tasks, as with a real worker. */
function startClient(board: CountBoard | null = null): StartedClient {
  const posted: TokenRequest[] = []
  const counts: DocumentCount[] = []
  let listenToMessages: (event: { readonly data: TokenReply }) => void = () => undefined
  let listenToErrors: (event: { readonly message?: string }) => void = () => undefined
  const session = new TokenSession((reply) => {
    const data = structuredClone(reply)
    setImmediate(() => listenToMessages({ data }))
  })
  const worker: TokenWorker = {
    postMessage(request) {
      posted.push(request)
      const data = structuredClone(request)
      setImmediate(() => void session.receive(data))
    },
    addEventListener(type: 'message' | 'error', listener: (event: never) => void) {
      // The overloads of the interface pair each type with its event; one implementation cannot say so.
      if (type === 'message') listenToMessages = listener as typeof listenToMessages
      else listenToErrors = listener as typeof listenToErrors
    },
    terminate: () => undefined,
  }
  const client = createTokenClient(worker, board)
  client.onCount((count) => counts.push(count))
  return {
    client,
    posted,
    counts,
    crash: (message) => listenToErrors({ message }),
    isIdle: () => new Promise((resolve) => setImmediate(resolve)),
    nextCount: (docId, version, isWanted = () => true) =>
      new Promise((resolve) => {
        const stop = client.onCount((count) => {
          if (count.docId !== docId || count.version !== version || !isWanted(count)) return
          stop()
          resolve(count)
        })
      }),
  }
}
