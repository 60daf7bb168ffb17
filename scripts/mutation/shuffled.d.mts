export function shuffled<T>(list: T[], seed: number): T[];
