import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { latestFile, UpdateCheck } from '../../../../electron/hosts/desktop/update-check.ts'
import { UpdateAddress } from '../../../../shared/domain/update-address.ts'

const desktop = vi.hoisted(() => ({ asked: [] as { message: string }[], answer: 0, opened: [] as string[] }))
vi.mock('electron', () => ({
  app: { getVersion: () => '0.9.0' },
  dialog: {
    showMessageBox: async (question: { message: string }) => {
      desktop.asked.push(question)
      return { response: desktop.answer }
    },
  },
  shell: { openExternal: async (address: string) => void desktop.opened.push(address) },
}))

let reply: { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string } = { body: '' }
const requests: { readonly url: string | undefined; readonly agent: string | undefined }[] = []
const server = createServer((request, response) => {
  requests.push({ url: request.url, agent: request.headers['user-agent'] })
  response.writeHead(reply.status ?? 200, reply.headers ?? {}).end(reply.body)
})
let address = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pithy/`
})
afterAll(() => void server.close())
beforeEach(() => {
  desktop.asked.length = 0
  desktop.opened.length = 0
  desktop.answer = 0
  requests.length = 0
})

async function look(body: string, rest: Omit<typeof reply, 'body'> = {}): Promise<string | null> {
  reply = { body, ...rest }
  const check = new UpdateCheck()
  await check.look({ looksForUpdates: true, updateAddress: address })
  return check.outcome
}

test('asks nobody while it is off, or nobody said where', async () => {
  const check = new UpdateCheck()
  await check.look({ looksForUpdates: false, updateAddress: address })
  await check.look({ looksForUpdates: true, updateAddress: null })
  expect([check.outcome, requests]).toEqual([null, []])
})

test('a newer version is told, and the page that the user named is opened only where the user says so', async () => {
  const outcome = await look('version: 0.10.0\npath: https://evil.example/Pithy.exe\n')
  expect(outcome).toBe('Version 0.10.0 is there; this is 0.9.0.')
  expect(requests.map(({ url }) => url)).toEqual([`/pithy/${latestFile(process.platform, process.arch)}`])
  expect(desktop.asked.map(({ message }) => message)).toEqual(['Pithy 0.10.0 is there. This is 0.9.0.'])
  expect(desktop.opened).toEqual([])
  desktop.answer = 1
  await look("version: '1.0.0'\r\npath: https://evil.example/Pithy.exe\r\n")
  expect(desktop.opened).toEqual([address])
  // Not what machine asks, nor by what version.
  expect(requests.map(({ agent }) => agent)).toEqual(['Pithy', 'Pithy'])
})

test.each(['0.9.0', '0.8.12', '0.0.1'])('version %s is none to tell', async (version) => {
  expect(await look(`version: ${version}\n`)).toBe('This is the newest version.')
  expect(desktop.asked).toEqual([])
})

test.each([
  ['an error', 'gone', { status: 404 }, 'it answered 404'],
  ['a redirect', '', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'cannot be read'],
  ['a page', '<html>version: 9.9.9</html>', {}, 'names no released version'],
  ['a trial version', 'version: 1.0.0-beta.1', {}, 'names no released version'],
  ['far too much', 'x'.repeat(200_000), {}, 'larger than 64 KB'],
])('%s in its place is told in Settings, and asks nothing', async (_name, body, rest, reason) => {
  expect(await look(body, rest)).toContain(reason)
  expect(desktop.asked).toEqual([])
})

test.each([
  ['https://host.example/pithy', 'https://host.example/pithy/'],
  ['http://localhost:8000/', 'http://localhost:8000/'],
  ['http://host.example/', null],
  ['https://name:password@host.example/', null],
  ['https://host.example/?a=b', null],
  ['file:///etc/passwd', null],
  ['https://', null],
])('the address %s is taken as %s', (text, taken) => {
  expect(UpdateAddress.safeParse(text).data ?? null).toBe(taken)
})
