import { z } from 'zod'
import { BundleCounts, BundlePreview } from '../domain/bundle.ts'
import { ProjectId } from '../domain/ids.ts'
import { Project } from '../domain/prompt.ts'
import { Name } from './name.ts'
import { command, query, type Route } from './route.ts'

/** A file under way: the core keeps it in a temporary place, and clients carry it in parts. */
const BundleRef = z.object({ bundleId: z.string().min(1).max(80) })
const Offset = z.number().int().min(0)
/** Base64 of at most 6 MB. */
const Part = z.string().max(8_400_000)

/** A project as one file that can be kept, sent and taken in again. */
export const bundleRoutes = {
  'bundles.export': command(
    z.object({ projectId: ProjectId, withRuns: z.boolean().default(true) }),
    BundleRef.extend({ fileName: z.string(), bytes: Offset, counts: BundleCounts }),
  ),
  /** The next part of an exported bundle; `next` is null after the last. */
  'bundles.read': query(BundleRef.extend({ offset: Offset }), z.object({ body: Part, next: Offset.nullable() })),
  /** Begins a bundle that comes in. */
  'bundles.begin': command(z.object({}), BundleRef),
  /** Adds the part that begins at `offset`. */
  'bundles.append': command(BundleRef.extend({ offset: Offset, body: Part }), z.object({ bytes: Offset })),
  /** Reads and checks all of it, and changes nothing. */
  'bundles.preview': query(BundleRef.extend({ intoProjectId: ProjectId.nullable().default(null) }), BundlePreview),
  /** All of it in one transaction. */
  'bundles.import': command(
    BundleRef.extend({
      /** Null = into a project of its own, called `name`. */
      intoProjectId: ProjectId.nullable().default(null),
      /** Absent = as it was called. */
      name: Name.optional(),
      /** Which text stays where both have a partial of one name. */
      partials: z.enum(['keep', 'replace']).default('keep'),
    }),
    z.object({ project: Project, added: BundleCounts }),
  ),
  /** Gives the temporary file back. */
  'bundles.close': command(BundleRef, z.object({})),
} as const satisfies Record<string, Route>
