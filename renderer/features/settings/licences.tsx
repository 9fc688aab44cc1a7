import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import styles from './licences.module.css'

/** What Pithy is built of, with the licence of each part; a file that the build writes. */
export function Licences() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setIsOpen(true)} data-testid="licences">
        Licences
      </Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title="Licences" size={760}>
        <LicenceText />
      </Modal>
    </>
  )
}

function LicenceText() {
  const { data, error, refetch } = useQuery({ queryKey: ['licences'], queryFn: readLicences, staleTime: Infinity })
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <LoadingRows rows={8} label="Loading licences" />
  return (
    <pre className={styles.text} data-testid="licence-text">
      {data}
    </pre>
  )
}

async function readLicences(): Promise<string> {
  const reply = await fetch('/licences.txt')
  if (!reply.ok) throw new Error('The list of licences is missing in this build.')
  return reply.text()
}
