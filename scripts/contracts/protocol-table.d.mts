export function cellsOf(text: string): string[][];
export function uncovered(rules: string, quotes: string[]): string[];
