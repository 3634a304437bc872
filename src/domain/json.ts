/** What may cross the ledger, a journal or a process border. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
