import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Refusal {
  readonly status: number
  readonly reason: string
}

export interface Guard {
  /** Rules for every request, static files included. */
  readonly checkAddress: (request: IncomingMessage) => Refusal | null
  /** Rules for what reads or changes the library: the token, and JSON where there is a body. */
  readonly checkCall: (request: IncomingMessage) => Refusal | null
}

/**
 * Decides which requests a server on loopback may answer: any page in the user's browser can reach it, so the address
 * alone proves nothing (DNS rebinding, cross-site posts).
 */
export function createGuard(port: number, token: string): Guard {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  const expected = Buffer.from(`Bearer ${token}`)

  function checkAddress(request: IncomingMessage): Refusal | null {
    const host = onlyHeader(request, 'host')
    if (host === null || !hosts.has(host)) return { status: 421, reason: 'This address is not served here.' }
    const site = onlyHeader(request, 'sec-fetch-site')
    const isPage = request.method === 'GET' && onlyHeader(request, 'sec-fetch-mode') === 'navigate'
    if (site !== null && site !== 'same-origin' && !(site === 'none' && isPage)) {
      return { status: 403, reason: 'Requests from other sites are refused.' }
    }
    const origin = onlyHeader(request, 'origin')
    if (request.headers.origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, reason: 'Requests from other origins are refused.' }
    }
    return null
  }

  function checkCall(request: IncomingMessage): Refusal | null {
    const given = Buffer.from(onlyHeader(request, 'authorization') ?? '')
    // A comparison needs equal lengths; the length of the right token is no secret.
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return {
        status: 401,
        reason: 'The token is missing or wrong: open the address that Pithy printed when it started.',
      }
    }
    if (request.method !== 'GET' && !/^application\/json(;|$)/i.test(onlyHeader(request, 'content-type') ?? '')) {
      return { status: 415, reason: 'Calls are JSON.' }
    }
    return null
  }

  return { checkAddress, checkCall }
}

/** A header that was sent exactly once; null when it is missing or was sent twice. */
function onlyHeader(request: IncomingMessage, name: string): string | null {
  const values = request.headersDistinct[name]
  return values?.length === 1 ? (values[0] ?? null) : null
}
