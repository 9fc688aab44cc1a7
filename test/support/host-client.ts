import { type Client, createClient, type Reply } from '../../shared/contract/client.ts'
import type { WebHost } from './web-host.ts'

/** Asks a web host as its page does; without events. */
export function hostClient(host: WebHost): Pick<Client, 'call'> {
  const [base, token] = host.url.split('/#t=')
  return createClient({
    async send(name, input) {
      const response = await fetch(`${base}/api/call/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      // The host answers every call with a Reply.
      return (await response.json()) as Reply
    },
    subscribe: () => () => undefined,
  })
}
