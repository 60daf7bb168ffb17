/** Names of the folders under modules/ that are built: those with a build.json. */
export function moduleNames(): string[];
/** Flags of every C source, and of every link. */
export const targetFlags: string[];
export const linkFlags: string[];
