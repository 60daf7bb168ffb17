export function shownSetting(value: string): string;
