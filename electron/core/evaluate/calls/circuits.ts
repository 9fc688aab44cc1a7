import type { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { CallTarget, FailedCall } from './call-model.ts'

/** What a run found to be hopeless: a provider whose key or quota is refused, a model that is not there. */
export class Circuits {
  readonly #providers = new Map<ProviderId, WireError>()
  readonly #models = new Map<ModelId, WireError>()

  /** Why nothing more is sent there; null while it is worth trying. */
  reasonFor({ providerId, model }: CallTarget): WireError | null {
    return this.#providers.get(providerId) ?? this.#models.get(model.id) ?? null
  }

  see({ providerId, model }: CallTarget, { error, stops }: FailedCall): void {
    if (stops === 'provider') this.#providers.set(providerId, error)
    else if (stops === 'model') this.#models.set(model.id, error)
  }

  /** The first reason; null when everything could be asked. */
  get first(): WireError | null {
    return [...this.#providers.values(), ...this.#models.values()][0] ?? null
  }
}
