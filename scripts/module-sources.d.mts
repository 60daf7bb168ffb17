/** Names of the folders under modules/ that are built: those with a build.json. */
export function moduleNames(): string[];
