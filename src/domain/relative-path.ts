import { z } from 'zod'

/** A path below the repository's root, with forward slashes. */
export const RelativePath = z
  .string()
  .min(1)
  .max(1_024)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must stay inside the repository')
