import type { SubjectKind } from '../../drizzle/schema/chain-events';

/** The PostgreSQL channel on which committed changes are told (LISTEN/NOTIFY). */
export const CHANGE_CHANNEL = 'reckon_changes';

const KINDS = ['deal', 'court', 'nonce', 'account', 'market'] as const satisfies SubjectKind[];

/** A subject of chain events is not what it was. What it is now is read where it is kept. */
export interface Change {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** Either all of a kind, "deal", or one, "deal:0x12...". */
export type Topic = SubjectKind | `${SubjectKind}:${string}`;

/** Most topics that one reader follows. */
export const MAX_TOPICS = 16;
const TOPIC = new RegExp(`^(${KINDS.join('|')})(:[0-9a-zA-Z:]{1,160})?$`);
/** PostgreSQL takes less than 8,000 bytes a notification. */
const MAX_PAYLOAD_BYTES = 7_500;

export const isTopic = (text: string): text is Topic => TOPIC.test(text);

/** Whether a reader of these topics wants to know of a change; ids are compared without case. */
export function isAbout(topics: readonly Topic[], { kind, id }: Change): boolean {
  const one = `${kind}:${id}`.toLowerCase();
  return topics.some((topic) => topic === kind || topic.toLowerCase() === one);
}

/** Notifications that tell of these changes, each small enough for PostgreSQL. */
export function payloadsOf(changes: readonly Change[]): string[] {
  const payloads: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  for (const { kind, id } of changes) {
    const line = `${kind} ${id}`;
    if (bytes + line.length + 1 > MAX_PAYLOAD_BYTES && lines.length > 0) {
      payloads.push(lines.join('\n'));
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += line.length + 1;
  }
  if (lines.length > 0) payloads.push(lines.join('\n'));
  return payloads;
}

/** The changes that a notification tells of; lines that are none are left out. */
export function changesOf(payload: string): Change[] {
  return payload.split('\n').flatMap((line) => {
    const gap = line.indexOf(' ');
    const kind = KINDS.find((known) => known === line.slice(0, gap));
    return kind && gap > 0 ? [{ kind, id: line.slice(gap + 1) }] : [];
  });
}
