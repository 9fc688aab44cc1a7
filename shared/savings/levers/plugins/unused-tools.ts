import { prefixRatioWithout } from '../../plan-cost.ts'
import { scaleUsage } from '../../planned-call.ts'
import type { SavingsColumn } from '../../savings-input.ts'
import { columnLever } from '../column-lever.ts'
import type { Lever, LeverFinding } from '../lever.ts'
import { toolNotes, toolUses } from '../tool-uses.ts'
import { variantChange } from '../variant-change.ts'

/** A tool that fewer of the answers call is worth a run without it. */
const RARELY = 0.1

/**
 * Variants that differ in nothing but their tools: billed $ of the same cases. Without one, the tools that no recorded answer called:
 * their definitions' tokens × input price × calls. What a case not yet seen would call is unknown: the bound says so (rule of three, 3 / n).
 */
export const plugin: Lever = {
  id: 'unused-tools',
  label: 'Unused tools',
  effort: 'hour',
  family: null,
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const tools = baseline?.content.parameters.tools ?? []
    if (!baseline || tools.length === 0) {
      return {
        kind: 'no-data',
        missing: 'Today’s variant offers the model no tools.',
        remedy: 'There is nothing to take away.',
        actions: [],
      }
    }
    const answers = (input.answers[input.baselineNo] ?? []).flat()
    if (answers.length === 0) {
      return {
        kind: 'no-data',
        missing: 'No answer tells which of its tools are called.',
        remedy: 'Finish the run.',
        actions: [],
      }
    }
    const uses = toolUses(baseline, answers)
    const notes = toolNotes(uses, answers.length)
    const unused = uses.filter((use) => use.answers === 0)
    const rarest = uses.toSorted((a, b) => a.answers - b.answers)[0]
    const isRare = rarest !== undefined && rarest.answers < RARELY * answers.length
    const leftOut = ({ content }: SavingsColumn) =>
      tools.map(({ name }) => name).filter((name) => !content.parameters.tools?.some((tool) => tool.name === name))
    const measured = yield* columnLever(input, {
      // Where tools are unused, a variant that keeps them says nothing of them.
      candidates: input.columns.flatMap((column, columnNo) =>
        column.modelId === baseline.modelId &&
        variantChange(baseline, column) === 'tools' &&
        (unused.length === 0 || leftOut(column).some((name) => unused.some((use) => use.name === name)))
          ? [columnNo]
          : [],
      ),
      choiceOf: (column) =>
        leftOut(column).length === 0
          ? `Other definitions of the tools (${column.variantLabel})`
          : `Without ${leftOut(column).join(', ')} (${column.variantLabel})`,
      method: 'Billed cost of the same cases with and without the tools: their definitions are part of every prompt.',
      notesOf: () => notes,
      missing: `Each of its ${tools.length} tools was called in some of the ${answers.length} answers. ${notes.join(' ')}`,
      remedy: isRare
        ? `${rarest.name} is called in the fewest: make a variant without it and run both.`
        : 'Nothing can be left out without losing answers.',
      remedyActions: isRare
        ? [
            {
              kind: 'drop-tools',
              label: `Make a variant without ${rarest.name}`,
              variantId: baseline.variantId,
              tools: [rarest.name],
            },
          ]
        : [],
    })
    if (measured.kind === 'offer' || unused.length === 0) return measured
    const dropped = unused.reduce((sum, { tokens }) => sum + tokens, 0)
    const ratio = baseline.tokens.prompt === 0 ? 1 : 1 - dropped / baseline.tokens.prompt
    const names = unused.map(({ name }) => name)
    return {
      kind: 'offer',
      choice: `Without ${names.join(', ')}: about ${Math.round(dropped)} tokens less per call`,
      change: (calls) =>
        calls.map((call) => ({
          ...call,
          usage: call.usage && scaleUsage(call.usage, { prompt: ratio, output: 1 }),
          prefixRatio: prefixRatioWithout(baseline, call, baseline.cacheRule?.cachesExtras ? dropped : 0),
          isInferred: true,
        })),
      quality: {
        kind: 'not-measured',
        sentence: `None of ${answers.length} answers called them; with 95 % certainty fewer than ${(300 / answers.length).toFixed(1)} % of such calls would. A model without a tool may answer otherwise: run it without them.`,
      },
      method:
        'Tokens of their definitions, by their share of the text of all tools, at the price that they are billed at in every call: where the cache holds them, at its price.',
      notes,
      evidence: { runIds: [input.run.id], cases: input.cases.length },
      curves: [],
      actions: [
        { kind: 'drop-tools', label: 'Make a variant without them', variantId: baseline.variantId, tools: names },
      ],
    }
  },
}
