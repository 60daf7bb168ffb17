/** Whether a provider lets a key post for it, as the chain said when it was last asked. */
export type KeyLeave = 'allowed' | 'forbidden' | { readonly unknown: string };
