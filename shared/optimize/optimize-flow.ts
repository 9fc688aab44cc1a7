import type { OptimizeMode, RejectedSqueezeEdit, SqueezeArm, SqueezeEdit, SqueezeSpec } from '../domain/squeeze.ts'
import { Answers } from '../squeeze/answers.ts'
import { composeEdits } from '../squeeze/apply-changes.ts'
import { armView, BASELINE_ID, withFront } from '../squeeze/arms/arm-view.ts'
import { chooseWinner } from '../squeeze/arms/choose-winner.ts'
import { confirmArms } from '../squeeze/arms/confirm-arms.ts'
import type { FlowArm } from '../squeeze/arms/flow-arm.ts'
import { brokenCritical, pairsOf, type RaceArm, standingOf } from '../squeeze/arms/race-arms.ts'
import { cachingOf } from '../squeeze/caching-of.ts'
import { withoutFaults } from '../squeeze/candidates/build-arms.ts'
import { proposeStatic } from '../squeeze/candidates/propose-static.ts'
import { expectedCost } from '../squeeze/expected-cost.ts'
import type { FlowInput, FlowOutcome } from '../squeeze/flow-input.ts'
import { FlowReport, tokensOf } from '../squeeze/flow-report.ts'
import type { GateContext } from '../squeeze/gates/check-gates.ts'
import { completeLedger } from '../squeeze/ledger/complete-ledger.ts'
import { askRewrites } from '../squeeze/model/ask-rewrites.ts'
import { labelsOf, orderCases } from '../squeeze/order-cases.ts'
import type { SqueezePrompt } from '../squeeze/read-squeeze-prompt.ts'
import type { LiveView, SqueezePorts } from '../squeeze/squeeze-ports.ts'
import { type Random, seededRandom } from '../stats/seeded-random.ts'
import type { Candidate } from './candidate.ts'
import { capPool } from './cap-pool.ts'
import { chooseFinalists } from './choose-finalists.ts'
import { hypervolume } from './hypervolume.ts'
import { judgeScreen } from './judge-screen.ts'
import { failingCases } from './mutations/failing-cases.ts'
import type { Mutation, MutationInput, Proposal } from './mutations/mutation.ts'
import { mutations } from './mutations/registry.ts'
import { IDLE_ROUNDS, LEAST_GAIN, type OptimizePlan, optimizePlan } from './optimize-modes.ts'
import type { PoolMember } from './pool-member.ts'
import { raceChild } from './race-child.ts'
import { sampleParent } from './sample-parent.ts'
import { screenCases } from './screen-cases.ts'
import { cacheOffset, toMember } from './to-member.ts'
import { TrackRecord } from './track-record.ts'

export interface OptimizeInput extends FlowInput {
  readonly spec: FlowInput['spec'] &
    Pick<SqueezeSpec, 'mayAddRules' | 'maxPromptTokens'> & { readonly mode: OptimizeMode }
}

/**
 * The whole of an optimization, as a function of its input and of what its ports answer: from the original, children are bred by
 * small edits, screened on a few cases, raced to all of them, and kept in a pool that holds who is best on each case and on the
 * front of quality and cost. At most three are looked at on the hold-out.
 *
 * @throws what the ports throw: cancelled, or a budget that is used up
 */
export async function runOptimize(input: OptimizeInput, ports: SqueezePorts): Promise<FlowOutcome> {
  return await new OptimizeFlow(input, ports).run()
}

/** Drawn for one child, at most. */
const MAX_PARENTS = 4

interface Child extends FlowArm {
  readonly parentIds: readonly string[]
  readonly mutation: string
}

class OptimizeFlow {
  readonly #input: OptimizeInput
  readonly #ports: SqueezePorts
  readonly #plan: OptimizePlan
  readonly #answers: Answers
  readonly #drawn: readonly number[]
  readonly #random: Random
  readonly #report: FlowReport
  readonly #children: Child[] = []
  readonly #dropped = new Map<string, string>()
  readonly #record = new TrackRecord()
  readonly #texts = new Set<string>()
  #prompt: SqueezePrompt
  #pool: readonly Candidate[] = []

  constructor(input: OptimizeInput, ports: SqueezePorts) {
    this.#input = input
    this.#plan = optimizePlan(input.spec.mode)
    this.#answers = new Answers(ports, this.#plan.maxCalls)
    this.#ports = { ...ports, complete: (request) => this.#answers.complete(request) }
    this.#prompt = input.prompt
    this.#drawn = orderCases(input.development, input.spec.seed).slice(0, this.#plan.developmentCases)
    this.#random = seededRandom(`optimize:${input.spec.seed}`)
    this.#report = new FlowReport(input.prompt, { answers: this.#answers, report: ports.report })
  }

  async run(): Promise<FlowOutcome> {
    this.#report.show({})
    const { spec } = this.#input
    this.#prompt = await completeLedger(this.#prompt, { spec, ports: this.#ports, report: this.#report })
    await this.#propose()
    await this.#answers.ask([{ messages: this.#prompt.messages, caseIndexes: this.#order }])
    const original = this.#toCandidate(this.#baseline)
    if (original === null)
      return this.#finishWithout('The original could not be asked, so that nothing can be compared.')
    this.#pool = [original]
    this.#texts.add(textOf(this.#baseline))
    await this.#search()
    return await this.#confirm()
  }

  /** Development cases in the order that all candidates take them. */
  get #order(): readonly number[] {
    return this.#drawn.filter((index) => !this.#answers.leftOut.has(index))
  }

  get #gates(): GateContext {
    return { costOf: (composition) => expectedCost(this.#prompt, composition, this.#input.cost) }
  }

  get #baseline(): FlowArm {
    return { id: BASELINE_ID, label: 'Original', edits: [], messages: this.#prompt.messages }
  }

  /** For the hold-out: the original and every finalist. */
  get #reserveCalls(): number {
    return (1 + this.#plan.confirmed) * Math.min(this.#input.holdOut.length, this.#plan.holdOutCases)
  }

  /** What children are bred from: everything that passes the gates by itself. */
  async #propose(): Promise<void> {
    this.#report.show({ stage: 'proposing' })
    const { mayChangeFormat } = this.#input.spec
    const { edits, rejected } = await proposeStatic(this.#prompt, {
      labels: labelsOf(this.#input.development),
      mayChangeFormat,
      caching: cachingOf(this.#input.cost),
      gates: this.#gates,
      signal: this.#ports.signal,
    })
    this.#addEdits(edits, rejected)
    const plan = {
      strengths: [0.7, 0.5],
      styles: ['extractive', 'telegraphic'] as const,
      maxCalls: this.#plan.maxRewriteCalls,
    }
    const rewrites = await askRewrites(this.#prompt, { plan, gates: this.#gates, ports: this.#ports })
    if (rewrites.isUseless) this.#report.note('The small model gave no rewrites as JSON; only cuts were tried.')
    this.#addEdits(rewrites.edits, rewrites.rejected)
  }

  async #search(): Promise<void> {
    this.#show({ stage: 'searching', hypervolumes: [hypervolume(this.#pool)] })
    for (let idle = 0; idle < IDLE_ROUNDS && this.#mayGoOn; ) {
      for (let child = 0; child < this.#plan.childrenPerRound && this.#mayGoOn; child++) await this.#breed()
      this.#pool = capPool(this.#pool, { keepId: BASELINE_ID })
      const before = this.#report.view.hypervolumes.at(-1) ?? 0
      const after = hypervolume(this.#pool)
      idle = after - before < LEAST_GAIN * before ? idle + 1 : 0
      this.#show({ hypervolumes: [...this.#report.view.hypervolumes, after] })
    }
  }

  get #mayGoOn(): boolean {
    const canAsk = this.#pool.length > 0 && this.#answers.left - this.#reserveCalls > this.#order.length / 4
    return canAsk && !this.#ports.isStopAsked()
  }

  async #breed(): Promise<void> {
    let parent = sampleParent(this.#pool, this.#random)
    let child = await this.#mutate(parent)
    // Some parents have nothing left to change that was not tried.
    for (let tries = 1; child === null && tries < MAX_PARENTS && this.#mayGoOn; tries++) {
      parent = sampleParent(this.#pool, this.#random)
      child = await this.#mutate(parent)
    }
    if (child === null) return
    this.#children.push(child)
    const before = this.#answers.leftOut.size
    const why = await this.#test(child, child.aim, parent)
    // Their means were those of cases that do not count any more.
    if (this.#answers.leftOut.size > before) this.#pool = this.#pool.flatMap((arm) => this.#toCandidate(arm) ?? [])
    const candidate = why === null ? this.#toCandidate(child) : null
    if (candidate === null) this.#dropped.set(child.id, why ?? 'No case could be answered.')
    else this.#pool = [...this.#pool, candidate]
    const { difference } = standingOf(this.#raceArm(parent), this.#raceArm(child), this.#order)
    this.#record.add(child, { parent, difference: difference ?? 0, hasJoined: candidate !== null })
    this.#show({ bestArmId: this.#finalists()[0]?.id ?? null })
  }

  /** The first mutation, in an order drawn anew, that has something new to offer. */
  async #mutate(parent: Candidate): Promise<(Child & Pick<Proposal, 'aim'>) | null> {
    const drawn = mutations.all.map((mutation) => ({
      mutation,
      key: this.#random() ** (1 / this.#record.successRate(mutation.id)),
    }))
    for (const { mutation } of drawn.toSorted((a, b) => b.key - a.key)) {
      const proposal = await mutation.propose(this.#mutationInput(parent, mutation))
      if (proposal === null) continue
      this.#addEdits(proposal.fresh ?? [], proposal.rejected ?? [])
      const child = this.#toChild(proposal, mutation, parent)
      if (child === null) continue
      return { ...child, aim: proposal.aim }
    }
    return null
  }

  #mutationInput(parent: Candidate, { id }: Mutation): MutationInput {
    return {
      prompt: this.#prompt,
      parent,
      pool: this.#pool,
      library: this.#report.view.edits,
      failing: failingCases(this.#answers.of(parent.messages), this.#developmentCases, this.#random),
      childNumber: this.#children.length + 1,
      attempts: this.#record.attempts(id, parent.id),
      blameOf: (edit) => this.#record.blame(edit.id),
      mayAddRules: this.#input.spec.mayAddRules,
      gates: this.#gates,
      random: this.#random,
      complete: this.#ports.complete,
    }
  }

  get #developmentCases() {
    const asked = new Set(this.#order)
    return this.#input.development.filter(({ index }) => asked.has(index))
  }

  /** Null when no gate lets it through, or the same text was tried before. */
  #toChild({ label, edits, otherParentId }: Proposal, { id: mutation }: Mutation, parent: Candidate): Child | null {
    const { maxPromptTokens } = this.#input.spec
    const fitting = withoutFaults(this.#prompt, edits, { ...this.#gates, mayCostMore: true, maxPromptTokens })
    const { messages, edits: kept } = composeEdits(this.#prompt, fitting)
    const parentIds = [parent.id, ...(otherParentId === undefined ? [] : [otherParentId])]
    const child = { id: `child-${this.#children.length + 1}`, label, edits: kept, messages, parentIds, mutation }
    const text = textOf(child)
    if (kept.length === 0 || this.#texts.has(text)) return null
    this.#texts.add(text)
    return child
  }

  /** Screening, then the race. Gives why the child is given up; null = it joins the pool. */
  async #test(child: Child, aim: Proposal['aim'], parent: Candidate): Promise<string | null> {
    const caseIndexes = screenCases(this.#order, parent.cases, this.#random)
    const wanted = [{ messages: child.messages, caseIndexes }]
    if (this.#answers.missing(wanted) > this.#answers.left - this.#reserveCalls) return 'The calls were used up first.'
    if (!(await this.#answers.ask(wanted)) || this.#ports.isStopAsked()) return 'The search was stopped first.'
    const [own, before] = [this.#raceArm(child), this.#raceArm(parent)]
    const pairs = pairsOf(before, own, caseIndexes)
    const offsets = { offset: this.#offsetOf(child), baselineOffset: this.#offsetOf(parent) }
    const againstParent = toMember(pairs, { id: child.id, ...offsets })
    const why = judgeScreen(aim, {
      cases: pairs.length,
      difference: pairs.reduce((sum, { difference }) => sum + difference, 0) / Math.max(1, pairs.length),
      costRatio: againstParent?.cost ?? 1,
      originalCostRatio: this.#memberOf(child)?.cost ?? 1,
      brokenAssertion: brokenCritical(before, own, caseIndexes),
    })
    if (why !== null) return why
    return await raceChild({
      child,
      baseline: this.#raceArm(this.#baseline),
      memberOf: () => this.#memberOf(child),
      pool: this.#pool.filter(({ id }) => id !== BASELINE_ID),
      order: this.#order,
      screened: caseIndexes,
      margin: this.#input.rule.margin,
      answers: this.#answers,
      reserveCalls: this.#reserveCalls,
      isStopAsked: this.#ports.isStopAsked,
    })
  }

  async #confirm(): Promise<FlowOutcome> {
    const finalists = this.#finalists()
    const [first] = finalists
    if (first === undefined)
      return this.#finishWithout(
        this.#ports.isStopAsked()
          ? 'It was stopped before a candidate was better or cheaper on the cases. The original stays.'
          : 'No candidate is cheaper at the same quality, or better, on the development cases. The original stays.',
      )
    if (this.#ports.isStopAsked()) return this.#finishUnverified(first)
    this.#show({ stage: 'confirming', bestArmId: first.id })
    const confirmations = await confirmArms({
      input: this.#input,
      baseline: this.#baseline,
      arms: finalists,
      label: 'The optimized prompt',
      holdOutCases: this.#plan.holdOutCases,
      answers: this.#answers,
      note: (text) => this.#report.note(text),
    })
    if (confirmations.length === 0) return this.#finishUnverified(first)
    const { winner, verdict, proof, note } = chooseWinner(confirmations, this.#input.rule.margin)
    if (note !== null) this.#report.note(note)
    this.#show({
      stage: 'finished',
      verdict,
      proof,
      confirmations: confirmations.map(({ arm, verdict: own }) => ({ armId: arm.id, verdict: own })),
      bestArmId: winner?.id ?? first.id,
    })
    return { view: this.#report.view, winner }
  }

  #finishUnverified(best: FlowArm): FlowOutcome {
    this.#report.note('Unverified: it was not confirmed on the hold-out. It was chosen by the development cases alone.')
    this.#show({ stage: 'finished', proof: 'unverified', bestArmId: best.id })
    return { view: this.#report.view, winner: best }
  }

  #finishWithout(why: string): FlowOutcome {
    this.#report.note(why)
    this.#show({ stage: 'finished', bestArmId: null })
    return { view: this.#report.view, winner: null }
  }

  #finalists(): readonly Candidate[] {
    const original = this.#pool.find(({ id }) => id === BASELINE_ID)
    if (original === undefined) return []
    const { margin } = this.#input.rule
    return chooseFinalists(this.#pool, { baseline: original, margin, most: this.#plan.confirmed })
  }

  #toCandidate(arm: FlowArm): Candidate | null {
    const member = this.#memberOf(arm)
    const { id, label, edits, messages } = arm
    return member === null ? null : { ...member, id, label, edits, messages }
  }

  #memberOf(arm: FlowArm): PoolMember | null {
    const pairs = pairsOf(this.#raceArm(this.#baseline), this.#raceArm(arm), this.#order)
    const [offset, baselineOffset] = [this.#offsetOf(arm), this.#offsetOf(this.#baseline)]
    return toMember(pairs, { id: arm.id, offset, baselineOffset })
  }

  #offsetOf(arm: FlowArm): number {
    return cacheOffset(this.#prompt, arm, this.#input.cost)
  }

  #raceArm({ id, messages }: FlowArm): RaceArm {
    return { id, results: this.#answers.of(messages) }
  }

  #addEdits(edits: readonly SqueezeEdit[], rejected: readonly RejectedSqueezeEdit[]): void {
    const { view } = this.#report
    if (edits.length + rejected.length > 0)
      this.#report.show({ edits: [...view.edits, ...edits], rejected: [...view.rejected, ...rejected] })
  }

  #show(change: Partial<LiveView>): void {
    const children = this.#children.map((child) => ({
      ...this.#armView(child),
      parentIds: [...child.parentIds],
      mutation: child.mutation,
    }))
    this.#report.show({ ...change, arms: withFront([this.#armView(this.#baseline), ...children]) })
  }

  #armView(arm: FlowArm): SqueezeArm {
    return armView(arm, {
      baseline: this.#raceArm(this.#baseline),
      own: this.#raceArm(arm),
      order: this.#order,
      promptTokens: tokensOf(this.#prompt, arm.messages),
      whyDropped: this.#dropped.get(arm.id) ?? null,
    })
  }
}

function textOf({ messages }: Pick<FlowArm, 'messages'>): string {
  return messages.map(({ template }) => template.replaceAll(/\s+/g, ' ').trim()).join('\n')
}
