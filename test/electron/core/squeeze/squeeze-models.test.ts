import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SearchMode } from '../../../../shared/domain/squeeze.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import type { FakeReply } from '../../../support/fake-provider-replies.ts'
import { FakeProviderServer, type RecordedRequest } from '../../../support/fake-provider-server.ts'
import {
  type Asked,
  askedBy,
  billNanoUsd,
  endOfSqueeze,
  goodReply,
  itemsOf,
  openSqueezeWorld,
  startSqueeze,
  userTextOf,
} from '../../../support/squeeze-world.ts'

const usage = { input: 100, output: 20 }

/** A squeeze whose small model answers as told, and well where nothing is told. */
async function squeezeWith(mode: SearchMode, script: (request: RecordedRequest, asked: Asked) => FakeReply | null) {
  const folder = tempFolder()
  const server = await FakeProviderServer.start()
  server.handle((request) => script(request, askedBy(request)) ?? goodReply(request))
  const world = await openSqueezeWorld({
    libraryPath: join(folder.path, 'library.sqlite'),
    url: server.url,
    ids: '11111111',
  })
  onTestFinished(async () => {
    await world.app.close()
    await server.close()
    folder.remove()
  })
  const start = async (budgetNanoUsd?: number) =>
    endOfSqueeze(world, await startSqueeze(world, mode, budgetNanoUsd === undefined ? {} : { budgetNanoUsd }))
  const sent = (asked: Asked) => server.requests.filter((request) => askedBy(request) === asked)
  return { server, world, start, sent }
}

/** Says something else the first time that a text is asked about. */
function firstTime(other: FakeReply): (request: RecordedRequest) => FakeReply | null {
  const seen = new Set<string>()
  return (request) => {
    const key = `${askedBy(request)} ${userTextOf(request).slice(0, 60)}`
    if (seen.has(key)) return null
    seen.add(key)
    return other
  }
}

describe('a small model over HTTP', { timeout: 120_000 }, () => {
  it('that answers in JSON: its ledger is quoted, every strength and style is asked for under a schema, its words are used', async () => {
    const asked = new Map<string, Set<string>>()
    let turn = 0
    const { start, sent } = await squeezeWith('standard', (request, kind) => {
      if (kind !== 'rewrite') return null
      const user = userTextOf(request)
      const style = /How to shorten: (\w+ \w+ \w+)/.exec(JSON.stringify(request.body))?.[1] ?? ''
      // A second try asks for fewer segments, and the first of them for another length.
      if (!user.includes('last_try'))
        asked.set(style, (asked.get(style) ?? new Set()).add(/"target_tokens":\[\d+,\d+\]/.exec(user)?.[0] ?? ''))
      // Two other words go each time, as from a model that heeds what it is asked for.
      turn += 1
      const edits = itemsOf(user).map(({ segment_id, text }) => ({
        segment_id,
        new_text: text
          .replaceAll(', as everyone knows', '')
          .split(' ')
          .filter((_, at) => at !== turn % 6 && at !== 6 + Math.floor(turn / 6))
          .join(' '),
      }))
      return { pieces: [JSON.stringify({ edits })], usage }
    })
    const squeeze = await start()
    expect(squeeze.state).toBe('finished')
    expect(squeeze.ledger.filter(({ source }) => source === 'model').map(({ quote }) => quote)).toEqual([
      'You do your work with great care',
    ])
    // Three styles at four strengths each, and the whole message from its ledger at one.
    expect([...asked.values()].map(({ size }) => size)).toEqual([4, 4, 4, 1])
    for (const { body } of [...sent('ledger'), ...sent('rewrite')]) expect(JSON.stringify(body)).toMatch(/json_schema/)
    expect(squeeze.edits.filter(({ kind }) => kind === 'rewrite').length).toBeGreaterThanOrEqual(3)
    expect(squeeze.verdict?.costRatio).toBeLessThan(0.9)
  })

  it('that gives no JSON at first is asked once more, told why, and then used', async () => {
    const { start, sent } = await squeezeWith('frugal', firstTime({ pieces: ['Sure, here it is.'], usage }))
    const squeeze = await start()
    expect(squeeze.state).toBe('finished')
    const again = sent('ledger').filter((request) => userTextOf(request).includes('Your last answer could not be used'))
    expect(again.length).toBe(2)
    expect(userTextOf(again[0] as RecordedRequest)).toContain('it held no JSON object')
    expect(sent('rewrite').some((request) => userTextOf(request).includes('"gate":"answer"'))).toBe(true)
    expect(squeeze.ledger.some(({ source }) => source === 'model')).toBe(true)
    expect(squeeze.edits.some(({ kind }) => kind === 'rewrite')).toBe(true)
  })

  it('whose text fails a gate is told which, and the next one is taken; the first stays as refused, with its reason', async () => {
    const { start, sent } = await squeezeWith('frugal', (request, kind) => {
      const user = userTextOf(request)
      if (kind !== 'rewrite' || user.includes('last_try')) return null
      const edits = itemsOf(user).map(({ segment_id, text }) => ({ segment_id, new_text: text.replace('never ', '') }))
      return { pieces: [JSON.stringify({ edits })], usage }
    })
    const squeeze = await start()
    const retry = sent('rewrite').find((request) => userTextOf(request).includes('last_try'))
    expect(userTextOf(retry as RecordedRequest)).toMatch(/"gate":"(?:ledger-coverage|polarity)"/)
    const refused = squeeze.rejected.filter(({ kind }) => kind === 'rewrite')
    expect(refused.map(({ changes }) => changes[0]?.replacement).join()).not.toContain('never')
    const taken = squeeze.edits.filter(({ changes }) => changes.some(({ original }) => original.includes('never open')))
    expect(taken.length).toBeGreaterThan(0)
    for (const { changes } of taken) expect(changes[0]?.replacement).toContain('never open')
  })

  it.each<[string, FakeReply, RegExp]>([
    ['refuses', { refusal: 'I cannot help with that.', usage }, /held no JSON object/],
    ['is cut off', { pieces: ['{"edits":[{"segment_id":"s1","new_t'], finish: 'length', usage }, /broke off/],
  ])('that always %s costs its two tries, and the squeeze goes on with cuts alone', async (_, reply, why) => {
    const { start, sent } = await squeezeWith('frugal', (_request, kind) => (kind === 'case' ? null : reply))
    const squeeze = await start()
    expect(squeeze.state).toBe('finished')
    expect(squeeze.notes.join(' ')).toMatch(/no usable list of rules.*no rewrites as JSON/s)
    expect(sent('ledger').length).toBe(2)
    expect(userTextOf(sent('ledger')[1] as RecordedRequest)).toMatch(why)
    expect(squeeze.edits.every(({ kind }) => kind !== 'rewrite')).toBe(true)
    expect(squeeze.verdict?.costRatio).toBeLessThan(1)
  })

  it('whose calls use the budget up in the middle: it stops with the best so far, below the limit by the provider’s own bill', async () => {
    const { start, server, world } = await squeezeWith('frugal', () => null)
    const limit = 150_000_000
    const squeeze = await start(limit)
    expect(squeeze.state).toBe('stopped')
    expect(squeeze.notes.join(' ')).toMatch(/The budget of \$0\.15.* stopped the squeeze/)
    expect(billNanoUsd(server)).toBe(squeeze.spentNanoUsd)
    expect(billNanoUsd(server)).toBeLessThanOrEqual(limit)
    const { id: squeezeId } = squeeze
    const { jobId } = await world.client.call('squeeze.resume', { squeezeId, budgetNanoUsd: 100 * limit })
    const resumed = await endOfSqueeze(world, { squeezeId, jobId })
    expect(resumed.state).toBe('finished')
    const bodies = server.bill.map(({ request }) => JSON.stringify(request.body))
    expect(new Set(bodies).size).toBe(bodies.length)
  })

  it.each<SearchMode>(['frugal', 'light'])(
    'cases that a limit of their tag refuses are compared nowhere, the others are, and the end says so: %s',
    async (mode) => {
      const { server, world } = await squeezeWith(mode, () => null)
      const { client } = world
      // Enough for some answers of these cases, which then do not count either.
      const limitNanoUsd = 46_000_000
      const rule = { projectId: null, tag: 'desk=foreign', period: 'day', limitNanoUsd } as const
      await client.call('spend.add-budget', rule)
      const started = await startSqueeze(world, mode, { areTagged: true })
      const squeeze = await endOfSqueeze(world, started)
      const foreign = server.bill.filter(({ request }) => /Number \d*[05],/.test(userTextOf(request)))
      expect(foreign.length).toBeGreaterThan(0)
      expect(billNanoUsd({ bill: foreign })).toBeLessThanOrEqual(limitNanoUsd)
      expect(squeeze).toMatchObject({ state: 'finished', error: null })
      const told =
        /^The budget of \$0\.0460 a day for desk=foreign stopped \d cases? of the (squeeze|optimization): .* does not speak for (it|them)\..* Raise it/
      expect(squeeze.notes.at(-1)).toMatch(told)
      expect((await client.call('jobs.get', started)).error?.message).toBe(squeeze.notes.at(-1))
      // Asked of 24 cases, and compared on those that no version was refused.
      const [original, ...others] = squeeze.arms.map(({ n }) => n)
      expect(original).toBeLessThan(24)
      expect(original).toBeGreaterThanOrEqual(19)
      expect(Math.max(...others)).toBe(original)
    },
  )

  it('reflection of an optimization: JSON after one retry is bred from, its new words pass the gates or are refused', async () => {
    let tries = 0
    const { start, sent } = await squeezeWith('light', (request, kind) => {
      // Half of the letters are answered wrong, so that there is something to reflect on.
      if (kind === 'case')
        return userTextOf(request).includes('white')
          ? { pieces: ['left'], usage: goodReply(request).usage ?? usage }
          : null
      if (kind !== 'reflection') return null
      tries += 1
      if (tries === 1) return { pieces: ['{"edits": [}'], usage }
      const { segments } = JSON.parse(userTextOf(request).split('\n\n')[0] ?? '{}') as {
        segments: { segment_id: string; text: string }[]
      }
      const [first] = segments
      const edit = { segment_id: first?.segment_id, new_text: `${first?.text} Never answer before noon.`, reason: 'x' }
      return { pieces: [JSON.stringify({ edits: [edit], restore: [], reason: '' })], usage }
    })
    const squeeze = await start()
    expect(squeeze.state).toBe('finished')
    const second = sent('reflection')[1]
    expect(second && userTextOf(second)).toContain('it was not JSON of the shape that was asked for')
    expect(squeeze.rejected.some(({ kind }) => kind === 'clarify')).toBe(true)
    expect(squeeze.edits.filter(({ kind }) => kind === 'new-rule')).toEqual([])
  })
})
