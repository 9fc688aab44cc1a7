import type { CacheLifetime, CacheRule } from '../../../cost/cache-rules.ts'
import type { LeverAction } from '../../../domain/savings.ts'
import { planCost, prefixTokens } from '../../plan-cost.ts'
import { type CachingPolicy, type PlannedCall, todaysCaching, todaysCalls } from '../../planned-call.ts'
import { arrivalsText, prefixHitRatio } from '../../prefix-hit-ratio.ts'
import type { SavingsColumn, SavingsInput } from '../../savings-input.ts'
import { cachingCurve } from '../caching-curve.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'
import { prefixLint } from '../prefix-lint.ts'

/**
 * Prefix of P tokens at the input price p: with hit ratio h (1 − e^(−λT), or the log's own gaps) it costs P · p · m, m = h·r + (1 − h)·w, by the
 * provider's write price w, read price r, lifetime T and minimum length (science.md sections 4.1, 4.2; shared/cost/cache-rules.ts with dates).
 * Where a provider caches by itself the lever is where the prefix ends.
 */
export const plugin: Lever = {
  id: 'prompt-caching',
  label: 'Prompt caching',
  effort: 'hour',
  family: null,
  find(input) {
    const column = input.columns[input.baselineNo]
    const rule = column?.cacheRule ?? null
    if (!column || rule === null) {
      return nothing(
        column?.isSimulation
          ? 'The simulation has no cache.'
          : `No rule of ${column?.modelId ?? 'the model'}’s cache is known.`,
        'Choose a model of OpenAI, Anthropic, Google or DeepSeek as the baseline to see what its cache would make of the bill.',
      )
    }
    if (column.price === null || column.price.prices.cacheRead === null) {
      return nothing(`The price of reading ${column.modelId}’s cache is unknown.`, 'Enter it on the Models page.')
    }
    return rule.mode === 'asked' ? askedFinding(input, column, rule) : automaticFinding(input, column, rule)
  },
}

function askedFinding(input: SavingsInput, column: SavingsColumn, rule: CacheRule): LeverFinding {
  const { markedPrefix, stablePrefix, prefixEndsAt } = column.tokens
  const least = rule.minTokens ?? 0
  const today = todaysCaching(column)
  if (markedPrefix < Math.max(1, least)) {
    const why =
      markedPrefix > 0
        ? `All but the last message has ${tokens(markedPrefix)}, and the provider caches from ${tokens(least)} on: what is marked stays uncached.`
        : stablePrefix > 0 && prefixEndsAt !== null
          ? `What stands before the last message changes with {{${prefixEndsAt}}}, so each case would write its own and none would be read.`
          : 'There is no message before the last one that could be marked.'
    return nothing(
      why,
      'Put the instructions into a system message, and what changes into the last one.',
      editActions(column),
    )
  }
  const policies = rule.lifetimes.map((lifetime): CachingPolicy => ({ prefix: 'marked', lifetime }))
  const best = cheapest(input, policies)
  if (best === null && today !== null && isDearer(input)) return withoutCache(input, column, rule)
  if (best === null || best.lifetime.seconds === today?.lifetime.seconds) {
    return nothing(
      best === null
        ? 'At this rate every call would pay for writing and hardly one would read.'
        : `The variant already asks for the cheapest way: kept ${best.lifetime.label}.`,
      `With ${input.profile.callsPerDay.toLocaleString('en-US')} calls per day there is nothing more to gain.`,
    )
  }
  const prefix = prefixTokens(column, best)
  return {
    kind: 'offer',
    choice: `Cache ${tokens(prefix)}, kept ${best.lifetime.label}`,
    change: (calls) => calls.map((call) => withPolicy(input, call, best)),
    quality: UNCHANGED,
    method: methodText(input, rule),
    notes: [
      ...notesOf(column, rule),
      ...(best.lifetime.seconds > 300 ? ['A write that lives for an hour costs twice the input price.'] : []),
    ],
    evidence: { runIds: [input.run.id], cases: input.cases.length },
    curves: curves(input, column, { rule, chosen: best.lifetime }),
    actions: [
      {
        kind: 'set-cache',
        label: 'Ask for it in the variant',
        variantId: column.variantId,
        cache: 'prefix',
        cacheTtl: best.lifetime.seconds === 3600 ? '1h' : '5m',
      },
    ],
  }
}

/** Asked for, written by every call and hardly ever read: the bill is higher than without. */
function withoutCache(input: SavingsInput, column: SavingsColumn, rule: CacheRule): LeverOffer {
  return {
    kind: 'offer',
    choice: 'No longer ask for the cache',
    change: (calls) =>
      calls.map((call) =>
        input.columns[call.columnNo]?.cacheRule?.mode === 'automatic' ? call : { ...call, caching: null },
      ),
    quality: UNCHANGED,
    method: methodText(input, rule),
    notes: [
      `With ${input.profile.callsPerDay.toLocaleString('en-US')} calls per day writing the cache costs more than reading it saves.`,
    ],
    evidence: { runIds: [input.run.id], cases: input.cases.length },
    curves: [],
    actions: [
      {
        kind: 'set-cache',
        label: 'Take it out of the variant',
        variantId: column.variantId,
        cache: 'none',
        cacheTtl: null,
      },
    ],
  }
}

/** Whether today's bill is known to be higher than without a cache. */
function isDearer(input: SavingsInput): boolean {
  const calls = todaysCalls(input)
  const [now, bare] = [calls, calls.map((call) => ({ ...call, caching: null }))].map(
    (each) => planCost(input, each).callNanoUsd,
  )
  return typeof now === 'number' && typeof bare === 'number' && now > bare
}

function automaticFinding(input: SavingsInput, column: SavingsColumn, rule: CacheRule): LeverFinding {
  const today = todaysCaching(column)
  const least = rule.minTokens ?? 0
  const { stablePrefix, ifMoved } = column.tokens
  const moved = ifMoved.at(-1)?.tokens ?? stablePrefix
  if (!today || moved < least || moved - stablePrefix < 1) {
    return nothing(
      stablePrefix >= least && stablePrefix > 0
        ? `The provider caches by itself, and all that can be is: ${tokens(stablePrefix)} from the beginning. Today’s bill counts it.`
        : `Only ${tokens(moved)} are the same for every case, and the provider caches from ${tokens(least)} on.`,
      'There is nothing more to gain from caching with this prompt.',
    )
  }
  const policy: CachingPolicy = { ...today, prefix: 'moved' }
  const variables = ifMoved.map(({ variable }) => `{{${variable}}}`)
  return {
    kind: 'offer',
    choice: `Move ${variables.join(', ')} behind the fixed text: ${tokens(moved)} instead of ${tokens(stablePrefix)} can be cached`,
    change: (calls) => calls.map((call) => withPolicy(input, call, policy)),
    quality: {
      kind: 'not-measured',
      sentence: 'The same text in another order: run it on the cases, since models weigh what stands last.',
    },
    method: methodText(input, rule),
    notes: notesOf(column, rule),
    evidence: { runIds: [input.run.id], cases: input.cases.length },
    curves: curves(input, column, { rule, chosen: today.lifetime }),
    actions: editActions(column),
  }
}

const UNCHANGED = {
  kind: 'unchanged',
  sentence: 'The same requests to the same model: the answers are the same.',
} as const

/** The policy that today's bill is smallest with; null where none is smaller than without. */
function cheapest(input: SavingsInput, policies: readonly CachingPolicy[]): CachingPolicy | null {
  const bare = todaysCalls(input).map((call) => ({ ...call, caching: null }))
  let bill = planCost(input, bare).callNanoUsd ?? 0
  let best: CachingPolicy | null = null
  for (const caching of policies) {
    const cost = planCost(
      input,
      bare.map((call) => ({ ...call, caching })),
    ).callNanoUsd
    if (cost !== null && cost < bill) [best, bill] = [caching, cost]
  }
  return best
}

/** The same wish in the way of the provider that the call goes to by now. */
function withPolicy(input: SavingsInput, call: PlannedCall, { prefix, lifetime }: CachingPolicy): PlannedCall {
  const rule = input.columns[call.columnNo]?.cacheRule ?? null
  const [shortest] = rule?.lifetimes ?? []
  if (!rule || !shortest) return { ...call, caching: null }
  const kept = rule.lifetimes.find(({ seconds }) => seconds === lifetime.seconds) ?? shortest
  return {
    ...call,
    caching: { prefix: rule.mode === 'asked' ? 'marked' : prefix === 'moved' ? 'moved' : 'stable', lifetime: kept },
  }
}

function methodText(input: SavingsInput, rule: CacheRule): string {
  const hits = input.arrivals === null ? 'hits by 1 − e^(−λT)' : 'hits by the gaps between the calls'
  return `Prefix × price × (hits × read + misses × write), ${hits}; rules: ${rule.source}, read ${rule.readOn}. ${arrivalsText(input)}`
}

function notesOf(column: SavingsColumn, rule: CacheRule): readonly string[] {
  const implicit =
    rule.id === 'openai' && column.tokens.prefixEndsAt !== null
      ? [
          'From GPT-5.6 on the implicit breakpoint sits near the newest message: end the fixed text with an explicit one, or every call writes and none reads.',
        ]
      : []
  return [...prefixLint(column), ...implicit, ...(rule.note === null ? [] : [rule.note])]
}

function curves(
  input: SavingsInput,
  { price }: SavingsColumn,
  { rule, chosen }: { readonly rule: CacheRule; readonly chosen: CacheLifetime },
) {
  const { arrivals: pattern, burstCalls, callsPerDay } = input.profile
  const curve =
    price &&
    cachingCurve({
      prices: price.prices,
      lifetimes: rule.lifetimes,
      chosen,
      callsPerDay,
      arrivals: { pattern, burstCalls },
      recordedHits: input.arrivals && prefixHitRatio(input, chosen.seconds),
    })
  return curve ? [curve] : []
}

function editActions({ promptId, variantId, variantLabel }: SavingsColumn): LeverAction[] {
  return [{ kind: 'open-variant', label: `Open ${variantLabel}`, promptId, variantId }]
}

function nothing(missing: string, remedy: string, actions: LeverAction[] = []): LeverFinding {
  return { kind: 'no-data', missing, remedy, actions }
}

function tokens(count: number): string {
  return `${Math.round(count).toLocaleString('en-US')} tokens`
}
