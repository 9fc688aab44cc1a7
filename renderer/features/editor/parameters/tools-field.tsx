import { Button, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { MAX_TOOLS, ToolChoice, type ToolDefinition } from '../../../../shared/domain/tool.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { formatCount } from '../tokens/format-count.ts'
import countStyles from '../tokens/token-count.module.css'
import type { Desk } from '../use-desk.ts'
import { JsonField, problemAt, useSchemaFaults } from './json-field.tsx'
import { newToolText, type ReadRow, readRow, type ToolRow, toolRows, toolsOf } from './tool-rows.ts'
import styles from './tools-field.module.css'
import { useToolTokens } from './use-tool-tokens.ts'

export interface ToolsFieldProps {
  readonly desk: Desk
  readonly tools: readonly ToolDefinition[]
  readonly choice: ToolChoice
  readonly onChange: (tools: readonly ToolDefinition[], choice: ToolChoice) => void
}

const CHOICES = [
  { value: 'auto', label: 'auto: the model decides' },
  { value: 'none', label: 'none: defined, and never called' },
  { value: 'required', label: 'required: at least one is called' },
]

/** The tools that a request offers: each as JSON, in the order in which they are sent. */
export function ToolsField({ desk, tools, choice, onChange }: ToolsFieldProps) {
  const [rows, setRows] = useState<readonly ToolRow[]>(() => toolRows(tools))
  const [openId, setOpenId] = useState<number | null>(null)
  const read = useMemo(() => readAll(rows), [rows])
  const schemas = useMemo(() => read.flatMap(({ schema }) => (schema ? [schema] : [])), [read])
  const faults = useSchemaFaults(schemas)
  // The simulation is billed for no tools: what they add is told by the first model that is.
  const counting = desk.costs.find((cost) => cost !== null && cost.profile.overheadRule !== 'none') ?? null
  const tokens = useToolTokens(tools, counting?.profile ?? null)

  function take(next: readonly ToolRow[]): void {
    setRows(next)
    onChange(toolsOf(next), choice)
  }

  function write(index: number, text: string): void {
    const row = rows[index]
    if (!row) return
    const { tool } = readRow(text, namesOf(rows, index))
    take(rows.with(index, { ...row, text, tool: tool ?? row.tool }))
  }

  function add(): void {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1
    const text = newToolText(namesOf(rows, rows.length))
    setOpenId(id)
    take([...rows, { id, text, tool: readRow(text, []).tool }])
  }

  function move(index: number, to: number): void {
    const row = rows[index]
    if (row) take(rows.toSpliced(index, 1).toSpliced(to, 0, row))
  }

  function remove(index: number): void {
    const before = rows
    take(rows.toSpliced(index, 1))
    notifyUndo(`Removed the tool ${rows[index]?.tool?.name ?? index + 1}.`, () => take(before), {
      isBrief: true,
    })
  }

  return (
    <>
      {rows.length === 0 ? (
        <p className={styles.note}>
          None. A tool is a function that the model may ask to have called; Pithy calls none.
        </p>
      ) : (
        <ol className={styles.list} aria-label="Tools">
          {rows.map(({ id, text, tool }, index) => {
            const one = read[index]
            const at = one?.schema ? schemas.indexOf(one.schema) : -1
            const [fault] = faults[at] ?? []
            const problem =
              one?.problem ??
              (fault && one ? problemAt(text, `${one.schemaPointer}${fault.pointer}`, fault.message) : null)
            const name = tool?.name ?? `tool ${index + 1}`
            const place = tool ? tools.indexOf(tool) : -1
            const isOpen = openId === id
            return (
              <li key={id} className={styles.row} data-testid={`tool-${index}`}>
                <div className={styles.head}>
                  <button
                    type="button"
                    className={styles.name}
                    aria-expanded={isOpen}
                    title={tool?.description}
                    onClick={() => setOpenId(isOpen ? null : id)}
                  >
                    <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={11} />
                    <span className={styles.nameText}>{name}</span>
                    {problem ? <Icon name="warning" size={13} /> : null}
                    {problem ? <span className="visually-hidden">has a problem</span> : null}
                  </button>
                  <span
                    className={countStyles.tokens}
                    title={counting ? `What this tool adds to a request to ${counting.model.label}` : undefined}
                  >
                    {place < 0 || tokens === null ? '' : `≈ ${formatCount(tokens[place] ?? null)} tok`}
                  </span>
                  <IconButton
                    icon="arrow-up"
                    size={20}
                    label={`Move ${name} up`}
                    isDisabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  />
                  <IconButton
                    icon="arrow-down"
                    size={20}
                    label={`Move ${name} down`}
                    isDisabled={index === rows.length - 1}
                    onClick={() => move(index, index + 1)}
                  />
                  <IconButton icon="cancel" size={20} label={`Remove ${name}`} onClick={() => remove(index)} />
                </div>
                {isOpen ? (
                  <JsonField
                    label={`Tool ${index + 1} as JSON`}
                    text={text}
                    onChange={(next) => write(index, next)}
                    problem={problem}
                    consequence={consequenceOf(one ?? null, tool)}
                    startsFocused
                    testId={`tool-json-${index}`}
                  />
                ) : problem ? (
                  <p className={styles.bad}>{problem.message}</p>
                ) : null}
              </li>
            )
          })}
        </ol>
      )}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Icon name="add" size={12} />}
        disabled={rows.length >= MAX_TOOLS}
        onClick={add}
        data-testid="add-tool"
      >
        Add tool
      </Button>
      {rows.length > 0 ? (
        <Select
          mt="sm"
          label="Tool choice"
          data={CHOICES}
          value={choice}
          allowDeselect={false}
          data-testid="tool-choice"
          onChange={(value) => onChange(toolsOf(rows), ToolChoice.parse(value))}
        />
      ) : null}
    </>
  )
}

function readAll(rows: readonly ToolRow[]): readonly ReadRow[] {
  return rows.map(({ text }, index) => readRow(text, namesOf(rows, index)))
}

/** Names of the tools above. */
function namesOf(rows: readonly ToolRow[], index: number): string[] {
  return rows.slice(0, index).flatMap(({ tool }) => (tool ? [tool.name] : []))
}

function consequenceOf(read: ReadRow | null, tool: ToolDefinition | null): string {
  if (read?.problem == null) return 'No run starts with it.'
  return tool ? 'The last form that could be read is sent.' : 'It is not sent.'
}
