import { Button } from '@mantine/core'
import { useState } from 'react'
import type { LeverAction } from '../../../../shared/domain/savings.ts'
import { MakeVariantsDialog } from './make-variants-dialog.tsx'

export type MakeVariants = Extract<LeverAction, { kind: 'make-variants' }>

interface MakeVariantsButtonProps {
  readonly action: MakeVariants
  readonly leverId: string
  readonly isMain: boolean
}

/** Opens the choice of versions that are to become variants. */
export function MakeVariantsButton({ action, leverId, isMain }: MakeVariantsButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant={isMain ? 'filled' : 'default'}
        onClick={() => setOpen(true)}
        data-testid={`action-${leverId}-${action.kind}`}
      >
        {action.label}
      </Button>
      {isOpen ? <MakeVariantsDialog action={action} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
