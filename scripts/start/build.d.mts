export function buildParts(names?: readonly ('contracts' | 'workers' | 'web')[]): Promise<void>;
