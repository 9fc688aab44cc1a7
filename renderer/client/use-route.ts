import { keepPreviousData, skipToken, type UseQueryResult, useQuery } from '@tanstack/react-query'
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
  return useQuery<Output<K>, AppError>({
    queryKey: [name, input],
    queryFn: input === null ? skipToken : ({ signal }) => client.call(name, input, { signal }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}
