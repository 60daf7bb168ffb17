/** Name and version of the agent of this clone, as its reports and pulses give them. */
export const AGENT_SOFTWARE = 'reckon-agent 0.2.0';

/** Agents below do not understand something that this market needs. */
export const MINIMUM_AGENT_VERSION = '0.1.0';

/** Whether software ("reckon-agent 1.2.3") is older than a version; true for what names no version. */
export function isOlderThan(software: string, version: string): boolean {
  const [own, least] = [partsOf(software), partsOf(version)];
  if (!least) return false;
  if (!own) return true;
  const at = own.findIndex((part, index) => part !== least[index]);
  return at >= 0 && own[at]! < least[at]!;
}

function partsOf(text: string): number[] | undefined {
  const found = /(?:^| )(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(text);
  return found?.slice(1).map(Number);
}
