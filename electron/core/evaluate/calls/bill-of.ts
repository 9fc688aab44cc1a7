import { billedService } from '../../../../shared/cost/billed-service.ts'
import { costOf } from '../../../../shared/cost/cost-of.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { OtherModel } from '../../../../shared/domain/run.ts'
import type { ServiceTier } from '../../../../shared/domain/service-tier.ts'
import type { Usage } from '../../../../shared/domain/usage.ts'
import { isSameModel } from '../../../../shared/models/is-same-model.ts'
import { stoppedUsage } from '../../providers/exchange/stopped-usage.ts'
import type { ProviderReply } from '../../providers/provider.ts'
import type { Engine } from '../engine.ts'
import type { CallTarget, ModelCall } from './call-model.ts'
import { countUsage } from './count-usage.ts'

/** What a reply used and cost. */
export interface Bill {
  readonly usage: Usage
  /** How it was bought. */
  readonly service: ServiceTier
  /** Null = unpriced. */
  readonly costNanoUsd: NanoUsd | null
  /** The cost is not what the provider's own figures and a known price say. */
  readonly isEstimate: boolean
  /** Who answered, when it was not the model that was asked. */
  readonly other: OtherModel | null
}

/** @param service how it was bought where the reply does not tell: in a batch */
export async function billOf(
  { encoders }: Pick<Engine, 'encoders'>,
  { target, messages }: Pick<ModelCall, 'target' | 'messages'>,
  reply: ProviderReply,
  service: ServiceTier = billedService(reply.serviceTier ?? null),
): Promise<Bill> {
  const { model, provider } = target
  const { modelName } = splitModelId(model.id)
  const { earlyStop } = reply
  const counted = { providerKind: provider.id, modelName, messages, output: reply.output }
  const own = reply.usage ?? (await countUsage(encoders, counted))
  const usage = earlyStop ? stoppedUsage(own, earlyStop) : own
  const other = otherModel(target, reply.answeredBy)
  const ofOther = other && costOf({ usage, service, price: other.price })
  const cost = ofOther ?? costOf({ usage, service, price: model.price })
  const isEstimate = usage.isEstimated || service === 'priority' || (other !== null && ofOther === null)
  return { usage, service, costNanoUsd: cost?.nanoUsd ?? null, isEstimate, other }
}

/** Null when the model that was asked answered, or the reply does not say who did. */
export function otherModel({ model, priceOf }: CallTarget, answeredBy: string | null): OtherModel | null {
  if (answeredBy === null || answeredBy.trim() === '' || model.isSimulation) return null
  if (isSameModel(splitModelId(model.id).modelName, answeredBy)) return null
  return { asked: model.id, answeredBy, price: priceOf(answeredBy) }
}
