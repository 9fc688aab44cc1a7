import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { SqueezeId } from '../../../../shared/domain/ids.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { firstLine, startProgram } from '../../../support/run-program.ts'
import { billNanoUsd, endOfSqueeze, goodReply, openSqueezeWorld } from '../../../support/squeeze-world.ts'

it.each([
  ['frugal', 70],
  ['light', 50],
])(
  'kill -9 in the middle of %s: going on pays nothing twice, by the ledger and by the provider’s own bill',
  { timeout: 120_000 },
  async (mode, killAt) => {
    const folder = tempFolder()
    const server = await FakeProviderServer.start()
    onTestFinished(async () => {
      await server.close()
      folder.remove()
    })
    const libraryPath = join(folder.path, 'library.sqlite')
    const child = await startProgram('squeeze-crash-child.ts', [libraryPath, server.url, mode])
    const ended = once(child, 'exit')
    const never = new Promise<void>(() => undefined)
    server.handle((request, index) => {
      if (index + 1 < killAt) return goodReply(request)
      if (index + 1 === killAt) child.kill('SIGKILL')
      return { ...goodReply(request), gate: never }
    })
    const squeezeId = SqueezeId.parse(await firstLine(child))
    await ended
    const billedBefore = server.bill.length
    expect(billedBefore).toBeGreaterThan(killAt / 2)

    server.handle(goodReply)
    const world = await openSqueezeWorld({ libraryPath, url: server.url, ids: '22222222' })
    onTestFinished(() => world.app.close())
    expect((await world.client.call('squeeze.get', { squeezeId })).state).toBe('interrupted')
    const { jobId } = await world.client.call('squeeze.resume', { squeezeId })
    const squeeze = await endOfSqueeze(world, { squeezeId, jobId })
    expect(squeeze.state).toBe('finished')
    expect(server.bill.length).toBeGreaterThan(billedBefore + 20)

    // Only what was on its way when the process died may be asked again: one call for each of the four places.
    const bodies = server.bill.map(({ request }) => JSON.stringify(request.body))
    const twice = bodies.length - new Set(bodies).size
    expect(twice).toBeLessThanOrEqual(4)
    // The ledger knows of every call: what was settled, and what may have been billed and nobody heard of.
    const library = new Database(libraryPath, { readonly: true })
    onTestFinished(() => void library.close())
    const sum = library.prepare(
      "SELECT sum(amount_nano_usd) FROM ledger WHERE state = 'settled' AND scope LIKE 'squeeze:%'",
    )
    const settled = sum.pluck().get()
    expect(settled).toBe(squeeze.spentNanoUsd)
    const dearest = Math.max(...server.bill.map(({ usage }) => 1000 * (usage.input + 10 * usage.output)))
    expect(billNanoUsd(server) - Number(settled)).toBeGreaterThanOrEqual(0)
    expect(billNanoUsd(server) - Number(settled)).toBeLessThanOrEqual(4 * dearest)
  },
)
