/** Syntax trees by path. */
export function parseSources(sources: Map<string, string>): Map<string, object>;
