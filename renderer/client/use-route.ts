import { hashKey, keepPreviousData, skipToken, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AppError } from '../../shared/contract/errors.ts'
import type { Input, Output, RouteName } from '../../shared/contract/routes.ts'
import { useClient } from './services.tsx'

export interface RouteOptions {
  /** Shows the last answer while that to a new input is on its way: for pages, filters and previews. */
  readonly keepPrevious?: boolean
}

/** Asks a query route and keeps its answer fresh; an input of null asks nothing (yet). */
export function useRoute<K extends RouteName>(
  name: K,
  input: Input<K> | null,
  options: RouteOptions = {},
): UseQueryResult<Output<K>, AppError> {
  const client = useClient()
  // Of a long text the hash takes milliseconds: once per input, where the caller keeps the object, not at every drawing.
  const key = useMemo(() => {
    const queryKey = [name, input] as const
    return { queryKey, queryHash: hashKey(queryKey) }
  }, [name, input])
  return useQuery<Output<K>, AppError>({
    ...key,
    queryFn: input === null ? skipToken : ({ signal }) => client.call(name, input, { signal }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}
