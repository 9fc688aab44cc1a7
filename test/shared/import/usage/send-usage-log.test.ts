import { describe, expect, it } from 'vitest'
import { type Client, createClient, type Reply } from '../../../../shared/contract/client.ts'
import { ProjectId } from '../../../../shared/domain/ids.ts'
import { sendUsageLog, type UsagePiece } from '../../../../shared/import/usage/send-usage-log.ts'

const LOG = {
  projectId: ProjectId.parse('p'),
  name: 'calls.csv',
  reading: { formatId: 'generic', kind: 'csv' as const, delimiter: ',', columns: [] },
}

/** A core that begins a log and fails at its first piece, and what it was asked. */
function failingClient(): { readonly client: Client; readonly asked: string[] } {
  const asked: string[] = []
  const client = createClient({
    async send(name, _input, signal): Promise<Reply> {
      asked.push(`${name}${signal ? ' with a signal' : ''}`)
      if (name === 'usage.begin') return { ok: true, value: { logId: 'log-1' } }
      if (name === 'usage.remove') return { ok: true, value: {} }
      return { ok: false, error: { code: 'internal', message: 'The host is gone.', retryable: true } }
    },
    subscribe: () => () => undefined,
  })
  return { client, asked }
}

describe('a usage log that breaks off on its way', () => {
  const send = (client: Client, pieces: AsyncGenerator<UsagePiece>) =>
    sendUsageLog(client, LOG, pieces, { signal: new AbortController().signal, onPiece: () => undefined })

  it('is taken out again where a piece does not arrive, signal or not', async () => {
    const { client, asked } = failingClient()
    async function* pieces(): AsyncGenerator<UsagePiece> {
      yield { text: 'a', isLast: false }
    }
    await expect(send(client, pieces())).rejects.toThrow('The host is gone.')
    expect(asked).toEqual(['usage.begin', 'usage.append with a signal', 'usage.remove'])
  })

  it('is taken out again where the file cannot be read on', async () => {
    const { client, asked } = failingClient()
    // biome-ignore lint/correctness/useYield: a file whose first piece cannot be read
    async function* pieces(): AsyncGenerator<UsagePiece> {
      throw new Error('The disk was taken out.')
    }
    await expect(send(client, pieces())).rejects.toThrow('taken out')
    expect(asked).toEqual(['usage.begin', 'usage.remove'])
  })
})
