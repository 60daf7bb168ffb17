/** The text of docs/engine.md with the figures of bench/engine.json in it. */
export function withFigures(text: string, report: unknown): string;
