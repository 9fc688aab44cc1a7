import type { EventName, Payload } from '../../shared/contract/routes.ts'
import type { Log } from './ports.ts'

/** Facts from the core to whoever listens: the hosts, and through them the clients. */
export interface EventBus {
  /** Calls every listener at once; one that throws is logged and hurts neither the publisher nor the others. */
  readonly publish: <K extends EventName>(name: K, payload: Payload<K>) => void
  /** Gives a function that ends the subscription. */
  readonly subscribe: <K extends EventName>(name: K, listener: (payload: Payload<K>) => void) => () => void
}

export function createEventBus(log: Log): EventBus {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  return {
    publish(name, payload) {
      // A copy, so that a listener which ends its own subscription leaves no other one out.
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          // Listeners are kept by the name that their payload type comes from.
          ;(listener as (payload: unknown) => void)(payload)
        } catch (error) {
          log.error(`A listener of "${name}" failed.`, error)
        }
      }
    },
    subscribe(name, listener) {
      const ofName = listeners.get(name) ?? new Set()
      listeners.set(name, ofName)
      // Its own function, so that the same listener can be subscribed twice and each subscription ends alone.
      const own = (payload: never) => listener(payload)
      ofName.add(own)
      return () => ofName.delete(own)
    },
  }
}
