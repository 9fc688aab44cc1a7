import type { Situation } from './fault-case.ts'

type Json = Record<string, unknown>

/** Every JSON value of a body, changed: each event of a stream, or the one value. Null takes an event away. */
export function rewriteBody(at: Situation, body: string, change: (value: Json) => Json | null): string {
  if (at.form === 'whole') return JSON.stringify(change(JSON.parse(body) as Json))
  const events = body.split('\n\n').map((event) => {
    const data = /^data: (\{.*)$/m.exec(event)?.[1]
    if (data === undefined) return event
    const changed = change(JSON.parse(data) as Json)
    return changed === null ? null : event.replace(data, () => JSON.stringify(changed))
  })
  return events.filter((event) => event !== null).join('\n\n')
}

/** The value with every member of this name changed, at any depth; undefined takes it away. */
export function replaceMember(name: string, change: (member: unknown) => unknown): (value: Json) => Json {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, key === name ? change(member) : walk(member)]),
    )
  }
  // Holds: a record stays one.
  return (value) => walk(value) as Json
}
