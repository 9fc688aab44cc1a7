import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function settingsHandlers({
  store: { settings },
  changed,
}: CoreContext): Pick<Handlers, 'settings.get' | 'settings.save'> {
  return {
    'settings.get': () => settings.get(),
    'settings.save': (changes) => {
      const saved = settings.save(changes)
      changed('settings')
      // The catalog is told with the discounts in it.
      if (changes.providerDiscounts !== undefined) changed('models')
      return saved
    },
  }
}
