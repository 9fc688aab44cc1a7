import type { ImportNote } from '../../domain/config-import.ts'

const MAX_NOTES = 200

/** Collects notes; the same sentence at many places is told once, with their number. */
export class Notes {
  readonly #byMessage = new Map<string, { readonly place: string; count: number }>()

  add(place: string, message: string): void {
    const known = this.#byMessage.get(message)
    if (known) known.count += 1
    else this.#byMessage.set(message, { place, count: 1 })
  }

  get list(): readonly ImportNote[] {
    const all = [...this.#byMessage].map(([message, { place, count }]) => ({
      place: count === 1 ? place : `${place} and ${count - 1} more`,
      message,
    }))
    if (all.length <= MAX_NOTES) return all
    return [...all.slice(0, MAX_NOTES), { place: '', message: `${all.length - MAX_NOTES} more are left out here.` }]
  }
}
