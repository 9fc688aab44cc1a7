import type { SqueezeArm, SqueezeEdit, SqueezeMode } from '../domain/squeeze.ts'
import { Answers } from './answers.ts'
import { composeEdits } from './apply-changes.ts'
import { caseTendencies, hopeOf } from './arms/arm-hope.ts'
import { armView, BASELINE_ID, withFront } from './arms/arm-view.ts'
import { chooseBest } from './arms/choose-best.ts'
import { chooseWinner } from './arms/choose-winner.ts'
import { confirmArms } from './arms/confirm-arms.ts'
import type { FlowArm } from './arms/flow-arm.ts'
import { growArm } from './arms/grow-arm.ts'
import { type RaceArm, raceArms, standingOf } from './arms/race-arms.ts'
import { repairArms } from './arms/repair-arms.ts'
import { settleArms } from './arms/settle-arms.ts'
import { siftRewrites } from './arms/sift-rewrites.ts'
import { squeezeFinalists } from './arms/squeeze-finalists.ts'
import { likelyHarm } from './attribution/likely-harm.ts'
import { measureWorth } from './attribution/measure-worth.ts'
import { cachingOf } from './caching-of.ts'
import { buildArms, cutsInOrder, isWhole, likelyLoss } from './candidates/build-arms.ts'
import { proposeStatic } from './candidates/propose-static.ts'
import { expectedCost } from './expected-cost.ts'
import type { FlowInput, FlowOutcome } from './flow-input.ts'
import { FlowReport, tokensOf } from './flow-report.ts'
import type { GateContext } from './gates/check-gates.ts'
import { completeLedger } from './ledger/complete-ledger.ts'
import { askRewrites } from './model/ask-rewrites.ts'
import { labelsOf, orderCases } from './order-cases.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'
import { type ModePlan, modePlan } from './squeeze-modes.ts'
import type { LiveView, SqueezePorts } from './squeeze-ports.ts'

export interface SqueezeInput extends FlowInput {
  readonly spec: FlowInput['spec'] & { readonly mode: SqueezeMode }
}

/**
 * The whole of a squeeze, as a function of its input and of what its ports answer: reads, proposes, measures, races, repairs
 * and confirms. Called again with the same answers it takes the same way, which is how a paused one goes on.
 *
 * @throws what the ports throw: cancelled, or a budget that is used up
 */
export async function runSqueeze(input: SqueezeInput, ports: SqueezePorts): Promise<FlowOutcome> {
  return await new SqueezeFlow(input, ports).run()
}

/** Who is likelier than this to hold needs no repair yet. */
const HOPEFUL = 0.5

class SqueezeFlow {
  readonly #input: SqueezeInput
  readonly #ports: SqueezePorts
  readonly #plan: ModePlan
  readonly #answers: Answers
  readonly #drawn: readonly number[]
  readonly #report: FlowReport
  #prompt: SqueezePrompt
  #arms: FlowArm[] = []
  #dropped = new Map<string, string>()

  constructor(input: SqueezeInput, ports: SqueezePorts) {
    this.#input = input
    this.#plan = modePlan(input.spec.mode)
    this.#answers = new Answers(ports, this.#plan.maxCalls)
    // The small model is asked through the same count as the target model.
    this.#ports = { ...ports, complete: (request) => this.#answers.complete(request) }
    this.#prompt = input.prompt
    this.#drawn = orderCases(input.development, input.spec.seed).slice(0, this.#plan.developmentCases)
    this.#report = new FlowReport(input.prompt, { answers: this.#answers, report: ports.report })
  }

  async run(): Promise<FlowOutcome> {
    this.#report.show({})
    const { spec } = this.#input
    this.#prompt = await completeLedger(this.#prompt, { spec, ports: this.#ports, report: this.#report })
    const edits = await this.#propose()
    const harm = await this.#attribute(edits)
    this.#draftArms(await this.#sift(edits), harm)
    if (this.#drawn.length === 0) return this.#finishUnverified(this.#safestArm())
    await this.#race()
    await this.#settle(harm, this.#plan.repairCalls)
    if (!this.#ports.isStopAsked()) await this.#grow(harm)
    await this.#repair(harm)
    const best = this.#bestArm()
    this.#showArms({ bestArmId: best?.id ?? null })
    if (best === null) return this.#finishWithout()
    if (this.#ports.isStopAsked()) return this.#finishUnverified(best)
    return await this.#confirm(best, harm)
  }

  /** Development cases in the order that all arms take them. */
  get #order(): readonly number[] {
    return this.#drawn.filter((index) => !this.#answers.leftOut.has(index))
  }

  get #gates(): GateContext {
    return { costOf: (composition) => expectedCost(this.#prompt, composition, this.#input.cost) }
  }

  get #confirmCalls(): number {
    return 2 * Math.min(this.#input.holdOut.length, this.#plan.holdOutCases)
  }

  get #baseline(): FlowArm {
    return { id: BASELINE_ID, label: 'Original', edits: [], messages: this.#prompt.messages }
  }

  /** What every step after the race works with. */
  #common(harm: ReadonlyMap<string, number>) {
    return {
      likelyLoss: ({ edits }: FlowArm) => likelyLoss(edits, harm),
      prompt: this.#prompt,
      baseline: this.#baseline,
      order: this.#order,
      margin: this.#input.rule.margin,
      gates: this.#gates,
      answers: this.#answers,
      reserveCalls: this.#confirmCalls,
      isStopAsked: this.#ports.isStopAsked,
    }
  }

  /** Everything that passes the gates by itself. */
  async #propose(): Promise<readonly SqueezeEdit[]> {
    this.#report.show({ stage: 'proposing' })
    const prompt = this.#prompt
    const { edits, rejected } = await proposeStatic(prompt, {
      labels: labelsOf(this.#input.development),
      mayChangeFormat: this.#input.spec.mayChangeFormat,
      caching: cachingOf(this.#input.cost),
      gates: this.#gates,
      signal: this.#ports.signal,
    })
    this.#report.show({ edits: [...edits], rejected: [...rejected] })
    const { strengths, styles, maxRewriteCalls } = this.#plan
    const plan = { strengths, styles, maxCalls: maxRewriteCalls }
    const rewrites = await askRewrites(prompt, { plan, gates: this.#gates, ports: this.#ports })
    if (rewrites.isUseless) this.#report.note('The small model gave no rewrites as JSON; only cuts were tried.')
    edits.push(...rewrites.edits)
    rejected.push(...rewrites.rejected)
    this.#report.show({ edits: [...edits], rejected: [...rejected] })
    return edits
  }

  /** Cuts units at random, or the dearest ones one at a time. Gives the most score that each segment may bring. */
  async #attribute(edits: readonly SqueezeEdit[]): Promise<ReadonlyMap<string, number>> {
    const { attribution, maxCalls } = this.#plan
    if (attribution === null || this.#order.length === 0) return new Map()
    this.#report.show({ stage: 'attribution' })
    const measured = await measureWorth(this.#prompt, edits, {
      plan: attribution,
      maxCalls: Math.floor(maxCalls * 0.42),
      order: this.#order,
      seed: this.#input.spec.seed,
      answers: this.#answers,
      isStopAsked: this.#ports.isStopAsked,
      onMask: () => this.#report.show({}),
    })
    this.#report.show({
      worth: measured.flatMap(({ worth }) => worth ?? []),
      edits: this.#report.view.edits.map((edit) => {
        const own = measured.find(({ editId }) => editId === edit.id)
        return own ? { ...edit, evidence: own.evidence } : edit
      }),
    })
    return new Map(
      measured.flatMap(({ editId, worth, evidence, churn }): [string, number][] => {
        const harm = likelyHarm(evidence, churn)
        return worth === null
          ? [[editId, harm]]
          : [
              [editId, harm],
              [worth.segmentId, harm],
            ]
      }),
    )
  }

  async #sift(edits: readonly SqueezeEdit[]): Promise<readonly SqueezeEdit[]> {
    const { siftCalls } = this.#plan
    if (siftCalls === 0) return edits
    const guilty = await siftRewrites(this.#prompt, {
      edits,
      order: this.#order,
      answers: this.#answers,
      maxCalls: siftCalls,
      isStopAsked: this.#ports.isStopAsked,
    })
    return edits.filter(({ id }) => !guilty.has(id))
  }

  #draftArms(edits: readonly SqueezeEdit[], harm: ReadonlyMap<string, number>): void {
    const { maxArms } = this.#plan
    const { margin } = this.#input.rule
    const isUnasked = this.#drawn.length === 0
    const drafts = buildArms(this.#prompt, { edits, harm, maxArms, isUnasked, margin, gates: this.#gates })
    this.#arms = drafts.map(({ label, edits: own }, index) => ({
      id: `arm-${index + 1}`,
      label,
      edits: own,
      messages: composeEdits(this.#prompt, own).messages,
    }))
    this.#showArms({})
  }

  async #race(): Promise<void> {
    if (this.#arms.length === 0) return
    this.#showArms({ stage: 'racing' })
    const baseline = this.#raceArm(this.#baseline)
    const missing = this.#answers.missing([{ messages: this.#prompt.messages, caseIndexes: this.#order }])
    // The race's own count takes the baseline for paid; what it has answered already is free.
    const room = this.#answers.left - this.#confirmCalls - this.#plan.repairCalls + (this.#order.length - missing)
    const budget = Math.min(room, this.#plan.maxRaceCalls)
    const standings = await raceArms({
      baseline,
      arms: this.#arms.map((arm) => this.#raceArm(arm)),
      caseOrder: this.#order,
      maxCalls: Math.max(0, budget),
      firstCases: Math.max(4, Math.min(10, Math.floor(budget / (this.#arms.length + 1) / 2))),
      margin: this.#input.rule.margin,
      evaluate: async (arms, caseIndexes) => {
        const byId = new Map([this.#baseline, ...this.#arms].map((arm) => [arm.id, arm]))
        const wanted = arms.flatMap(({ id }) => {
          const arm = byId.get(id)
          return arm ? [{ messages: arm.messages, caseIndexes }] : []
        })
        const hasAsked = await this.#answers.ask(wanted)
        return hasAsked && !this.#ports.isStopAsked()
      },
      onRound: (round) => {
        for (const { id, whyDropped } of round) if (whyDropped !== null) this.#dropped.set(id, whyDropped)
        this.#showBest()
      },
    })
    for (const { id, whyDropped } of standings) if (whyDropped !== null) this.#dropped.set(id, whyDropped)
    this.#showBest()
  }

  async #settle(harm: ReadonlyMap<string, number>, repairCalls: number): Promise<void> {
    await settleArms({
      ...this.#common(harm),
      reserveCalls: this.#confirmCalls + repairCalls,
      arms: () => this.#arms.filter(({ id }) => !/^(Fails|Worse)/.test(this.#dropped.get(id) ?? '')),
      onSettled: () => this.#showBest(),
    })
  }

  /** Round by round: what a repair promises is asked of all cases before the next one. */
  async #repair(harm: ReadonlyMap<string, number>): Promise<void> {
    let repaired = 0
    for (let round = 0; round < this.#plan.maxRepairs && !this.#ports.isStopAsked(); round++) {
      this.#showArms({ stage: 'repairing' })
      const hasHelped = await repairArms({
        ...this.#common(harm),
        arms: () => this.#failing(harm),
        cases: this.#input.development,
        harm,
        rewrites: this.#report.view.edits.filter((edit) => edit.kind === 'rewrite' && !isWhole(edit)),
        mostTokens: () => tokensOf(this.#prompt, (this.#bestArm() ?? this.#baseline).messages),
        onRepaired: (arm) => {
          repaired += 1
          this.#arms.push({ ...arm, id: `repair-${repaired}` })
          // By id: those shown carry what was measured of them, and are other objects.
          const shown = new Set(this.#report.view.edits.map(({ id }) => id))
          const added = arm.edits.filter(({ id }) => !shown.has(id))
          this.#report.show({ edits: [...this.#report.view.edits, ...added] })
          this.#showBest()
        },
      })
      await this.#settle(harm, 0)
      if (!hasHelped) return
    }
  }

  async #grow(harm: ReadonlyMap<string, number>): Promise<void> {
    const best = this.#bestArm()
    if (best === null) return
    await growArm({
      ...this.#common(harm),
      best,
      cuts: cutsInOrder(this.#report.view.edits, harm),
      onGrown: (arm) => {
        this.#arms.push(arm)
        this.#showBest()
      },
    })
  }

  async #confirm(best: FlowArm, harm: ReadonlyMap<string, number>): Promise<FlowOutcome> {
    const finalists = await squeezeFinalists({
      ...this.#common(harm),
      best,
      arms: this.#arms.filter(({ id }) => !/^Fails/.test(this.#dropped.get(id) ?? '')),
      holdOutCalls: this.#confirmCalls / 2,
      most: this.#plan.confirmed,
    })
    this.#showArms({ stage: 'confirming' })
    const confirmations = await confirmArms({
      input: this.#input,
      baseline: this.#baseline,
      arms: finalists,
      label: 'The squeezed prompt',
      holdOutCases: this.#plan.holdOutCases,
      answers: this.#answers,
      note: (text) => this.#report.note(text),
    })
    if (confirmations.length === 0) return this.#finishUnverified(best)
    const { winner, verdict, proof, note } = chooseWinner(confirmations, this.#input.rule.margin)
    if (note !== null) this.#report.note(note)
    this.#showArms({
      stage: 'finished',
      verdict,
      proof,
      confirmations: confirmations.map(({ arm, verdict: own }) => ({ armId: arm.id, verdict: own })),
      bestArmId: winner?.id ?? best.id,
    })
    return { view: this.#report.view, winner }
  }

  #finishUnverified(best: FlowArm | null): FlowOutcome {
    if (best === null) return this.#finishWithout()
    const why = this.#plan.developmentCases === 0 ? 'no case was asked' : 'it was not confirmed on the hold-out'
    this.#report.note(`Unverified: ${why}. Every gate passed; whether the answers are as good is not known.`)
    this.#showArms({ stage: 'finished', proof: 'unverified', bestArmId: best.id })
    return { view: this.#report.view, winner: best }
  }

  #finishWithout(): FlowOutcome {
    this.#report.note(
      this.#ports.isStopAsked()
        ? 'It was stopped before a candidate held the quality on cases. The original stays.'
        : 'No candidate is cheaper and holds the quality on the development cases. The original stays.',
    )
    this.#showArms({ stage: 'finished', bestArmId: null })
    return { view: this.#report.view, winner: null }
  }

  /** Those that would be cheaper than the best so far, and lose too much; who may hold yet is left to be settled. */
  #failing(harm: ReadonlyMap<string, number>): FlowArm[] {
    const costOf = (arm: FlowArm) => this.#standing(arm).costRatio ?? 1
    const best = this.#bestArm()
    const limit = best === null ? 1 : costOf(best)
    const plan = this.#common(harm)
    const tendencies = caseTendencies(plan)
    return this.#arms.filter(
      (arm) =>
        !/^Fails/.test(this.#dropped.get(arm.id) ?? '') &&
        costOf(arm) < limit &&
        hopeOf(plan, arm, tendencies) < HOPEFUL,
    )
  }

  #standing(arm: FlowArm) {
    return standingOf(this.#raceArm(this.#baseline), this.#raceArm(arm), this.#order)
  }

  /** Without cases: everything that no gate refuses and that cuts no statement. */
  #safestArm(): FlowArm | null {
    const wanted = ['Reworded', 'Mildly reworded', 'Lossless only']
    for (const label of wanted) {
      const arm = this.#arms.find((one) => one.label === label)
      if (arm) return arm
    }
    return null
  }

  /** Of the arms that hold the quality on the development cases, the cheapest. */
  #bestArm(): FlowArm | null {
    const arms = this.#arms
      .filter(({ id }) => !(this.#dropped.get(id) ?? '').startsWith('Fails'))
      .map((arm) => ({ arm, standing: this.#standing(arm) }))
    return chooseBest(arms, this.#input.rule.margin)
  }

  #raceArm({ id, messages }: FlowArm): RaceArm {
    return { id, results: this.#answers.of(messages) }
  }

  #showBest(): void {
    this.#showArms({ bestArmId: this.#bestArm()?.id ?? null })
  }

  #showArms(change: Partial<LiveView>): void {
    const all = [this.#baseline, ...this.#arms].map((arm) => this.#armView(arm))
    this.#report.show({ ...change, arms: withFront(all) })
  }

  #armView(arm: FlowArm): SqueezeArm {
    const whyDropped = this.#dropped.get(arm.id) ?? null
    return armView(arm, {
      baseline: this.#raceArm(this.#baseline),
      own: this.#raceArm(arm),
      order: this.#order,
      promptTokens: tokensOf(this.#prompt, arm.messages),
      whyDropped,
    })
  }
}
