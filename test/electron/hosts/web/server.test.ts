import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../../../electron/core/app.ts'
import { createEventBus } from '../../../../electron/core/event-bus.ts'
import { startServer, type WebServer } from '../../../../electron/hosts/web/server.ts'

let server: WebServer
let token: string
const calls: unknown[] = []

const app: App = {
  dispatch: async (name, input) => {
    calls.push([name, input])
    return { ok: true, value: 'answered' }
  },
  events: createEventBus({ info: () => {}, warn: () => {}, error: () => {} }),
  close: async () => {},
}

beforeAll(async () => {
  // Any file serves: its address decides how long a browser keeps it, not its folder.
  const file = { path: import.meta.filename, mediaType: 'text/plain' }
  const files = new Map([
    ['/index.html', file],
    ['/assets/main-abc.js', file],
  ])
  server = await startServer(app, files, { port: 0 })
  token = new URL(server.url).hash.slice('#t='.length)
})
afterAll(() => server.close())

interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** fetch() sets Host and Origin itself, so the attacks go through node:http. */
function ask({
  method = 'POST',
  path = '/api/call/app.hello',
  headers = {},
  body = '{}',
}: Ask): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, method, path, headers, setHost: false, agent: false },
      (response) => {
        response.resume()
        response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
      },
    )
    sent.once('error', reject)
    sent.end(method === 'GET' || method === 'HEAD' ? undefined : body)
  })
}

/** node:http refuses to send some of what an attacker would. */
function rawStatus(lines: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write(lines.join('\r\n')))
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.once('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)))
    socket.once('error', reject)
  })
}

function good(): Record<string, string> {
  return { host: `127.0.0.1:${server.port}`, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

describe('files', () => {
  it('are kept by the browser only where their name holds their hash', async () => {
    const headers = { host: `127.0.0.1:${server.port}` }
    const kept = async (path: string) => (await ask({ method: 'GET', path, headers })).headers['cache-control']
    expect(await kept('/index.html')).toBe('no-store')
    expect(await kept('/assets/main-abc.js')).toBe('private, max-age=31536000, immutable')
    expect(await kept('/assets/gone.js')).toBe('no-store')
  })
})

describe('the loopback guard', () => {
  it('answers exactly one of all combinations of host, origin, site, token and content type', async () => {
    const port = server.port
    const hosts = [
      `127.0.0.1:${port}`,
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `localhost.:${port}`,
      `[::1]:${port}`,
    ]
    const origins = ['none', 'null', 'http://evil.example', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`]
    const sites = ['none-sent', 'cross-site', 'same-site']
    const tokens = [token, '', `${token}x`, token.toUpperCase(), 'null']
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded']
    calls.length = 0
    let tried = 0
    const passed: string[] = []
    for (const host of hosts) {
      for (const origin of origins) {
        for (const site of sites) {
          for (const given of tokens) {
            for (const type of types) {
              tried += 1
              const headers: Record<string, string> = { host, authorization: `Bearer ${given}`, 'content-type': type }
              if (origin !== 'none') headers.origin = origin
              if (site !== 'none-sent') headers['sec-fetch-site'] = site
              const { status } = await ask({ headers })
              if (status === 200) passed.push(JSON.stringify(headers))
            }
          }
        }
      }
    }
    expect(tried).toBe(1350)
    expect(passed).toHaveLength(1)
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['another Host', () => ({ ...good(), host: 'evil.example' }), 421],
    ['no Host', () => ({ authorization: good().authorization ?? '' }), 421],
    ['another origin', () => ({ ...good(), origin: 'http://evil.example' }), 403],
    ['a request from another site', () => ({ ...good(), 'sec-fetch-site': 'cross-site' }), 403],
    ['no token', () => ({ host: good().host ?? '' }), 401],
    ['a form post', () => ({ ...good(), 'content-type': 'application/x-www-form-urlencoded' }), 415],
  ])('refuses %s', async (_what, headers, status) => {
    expect((await ask({ headers: headers() })).status).toBe(status)
  })

  it('refuses a Host sent twice', async () => {
    const own = good()
    const head = [
      `POST /api/call/app.hello HTTP/1.1`,
      `Host: ${own.host}`,
      'Host: evil.example',
      `Authorization: ${own.authorization}`,
    ]
    expect(
      await rawStatus([...head, 'Content-Type: application/json', 'Content-Length: 2', 'Connection: close', '', '{}']),
    ).not.toBe(200)
    const single = head.filter((line) => !line.includes('evil'))
    expect(
      await rawStatus([
        ...single,
        'Content-Type: application/json',
        'Content-Length: 2',
        'Connection: close',
        '',
        '{}',
      ]),
    ).toBe(200)
  })

  it('serves events with the token only', async () => {
    expect((await ask({ method: 'GET', path: '/api/events', headers: { host: good().host ?? '' } })).status).toBe(401)
  })

  it('gives no CORS header, even when asked', async () => {
    const { status, headers } = await ask({
      method: 'OPTIONS',
      headers: { ...good(), 'access-control-request-method': 'POST' },
    })
    expect(status).toBe(404)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '//etc/passwd', '/api/call/'])(
    'finds no file at %s',
    async (path) => {
      expect(
        (
          await ask({
            method: 'GET',
            path,
            headers: { host: good().host ?? '', authorization: good().authorization ?? '' },
          })
        ).status,
      ).toBe(404)
    },
  )

  it('sends the content policy with every answer, refusals included', async () => {
    const { headers } = await ask({ headers: { host: 'evil.example' } })
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
  })

  it('answers broken JSON with 400', async () => {
    expect((await ask({ headers: good(), body: '{' })).status).toBe(400)
  })
})
