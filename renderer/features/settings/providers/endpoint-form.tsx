import { Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProviderId } from '../../../../shared/domain/ids.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useCommand } from '../../../client/use-command.ts'
import { RateLimitFields } from '../../../ui/rate-limit-fields.tsx'
import { typedCount } from '../../../ui/typed-number.ts'
import { providerIdFor } from './provider-id-for.ts'
import styles from './providers.module.css'

const DEFAULT_CONCURRENCY = 4

export interface EndpointFormProps {
  /** Null = a new endpoint. */
  readonly provider: ProviderInfo | null
  readonly takenIds: ReadonlySet<string>
  readonly onClose: () => void
}

/** Address, key and limits of an endpoint; of a shipped provider only address and limits can change. */
export function EndpointForm({ provider, takenIds, onClose }: EndpointFormProps) {
  const save = useCommand('providers.save', { isQuiet: true })
  const [label, setLabel] = useState(provider?.label ?? '')
  const [typedId, setTypedId] = useState<string | null>(null)
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? '')
  const [needsKey, setNeedsKey] = useState(provider?.needsKey ?? false)
  const [maxConcurrency, setMaxConcurrency] = useState<number | null>(provider?.maxConcurrency ?? DEFAULT_CONCURRENCY)
  const [limits, setLimits] = useState({
    requestsPerMinute: provider?.requestsPerMinute ?? null,
    tokensPerMinute: provider?.tokensPerMinute ?? null,
  })
  const isOwn = provider === null || provider.isRemovable
  const hasAddress = provider?.kind !== 'sandbox'
  const id = provider?.id ?? typedId ?? providerIdFor(label, takenIds)
  const parsedId = ProviderId.safeParse(id)
  const idProblem = idProblemOf(id, parsedId.success, provider === null && takenIds.has(id))
  const address = baseUrl.trim()
  const addressProblem = addressProblemOf(address, isOwn)
  const isWhole = label.trim() !== '' && idProblem === null && addressProblem === null && maxConcurrency !== null

  async function submit(): Promise<void> {
    if (!isWhole || !parsedId.success || maxConcurrency === null) return
    const saved = await save.run({
      providerId: parsedId.data,
      label: label.trim(),
      baseUrl: address === '' ? null : address,
      maxConcurrency,
      needsKey,
      ...limits,
    })
    if (saved) onClose()
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {isOwn ? (
        <div className={styles.pair}>
          <TextInput
            label="Name"
            placeholder="Our vLLM"
            data-autofocus
            value={label}
            maxLength={200}
            data-testid="endpoint-label"
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <TextInput
            label="Id"
            description="Stands before its models' names."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            disabled={provider !== null}
            value={id}
            error={label === '' && typedId === null ? null : idProblem}
            data-testid="endpoint-id"
            onChange={(event) => setTypedId(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {hasAddress ? (
        <TextInput
          label="Base URL"
          placeholder={isOwn ? 'http://127.0.0.1:8000/v1' : "empty = the vendor's own address"}
          description={
            provider?.hasKey
              ? 'With another host the key is forgotten: it goes only where it was meant to go.'
              : undefined
          }
          value={baseUrl}
          error={baseUrl === '' ? null : addressProblem}
          data-testid="endpoint-url"
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
        />
      ) : null}
      <NumberInput
        label="Calls at once, at most"
        w={160}
        min={1}
        max={1000}
        allowDecimal={false}
        value={maxConcurrency ?? ''}
        data-testid="endpoint-concurrency"
        onChange={(value) => setMaxConcurrency(typedCount(value))}
      />
      {hasAddress ? (
        <>
          <div className={styles.pair}>
            <RateLimitFields {...limits} onChange={setLimits} />
          </div>
          <p className={styles.small}>
            As your account has them. Calls are spread to stay below; what the provider itself says is obeyed besides.
          </p>
        </>
      ) : null}
      {isOwn ? (
        <Switch
          label="It needs a key"
          checked={needsKey}
          data-testid="endpoint-needs-key"
          onChange={(event) => setNeedsKey(event.currentTarget.checked)}
        />
      ) : null}
      {save.error ? (
        <p className={styles.failure} role="alert" data-selectable>
          {save.error.message}
        </p>
      ) : null}
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!isWhole} loading={save.isRunning} data-testid="endpoint-save">
          {provider ? 'Save' : 'Add'}
        </Button>
      </div>
    </form>
  )
}

function idProblemOf(id: string, isValid: boolean, isTaken: boolean): string | null {
  if (id !== '' && !isValid) return 'Lower-case letters, digits and "-".'
  if (id === '') return 'An id is needed.'
  return isTaken ? 'Another provider has this id.' : null
}

function addressProblemOf(address: string, isNeeded: boolean): string | null {
  if (address === '') return isNeeded ? 'An address is needed.' : null
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
  return isWeb ? null : 'An address begins with http:// or https://.'
}
