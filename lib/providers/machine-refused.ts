/** Why a machine's word, or a word to it, is not taken. */
export type MachineRefusal =
  | 'unknown-code'
  | 'code-used'
  | 'code-expired'
  | 'other-provider'
  | 'unknown-machine'
  | 'wrong-agent'
  | 'bad-signature'
  | 'clock-skew'
  | 'stale-report'
  | 'stale-pulse'
  | 'stale-order'
  | 'not-your-machine'
  | 'bad-order'
  | 'agent-too-old'
  | 'too-soon';

/** `hint`: what to do. */
export class MachineRefusedError extends Error {
  readonly code: MachineRefusal;
  readonly hint: string | undefined;

  constructor(code: MachineRefusal, message: string, hint?: string) {
    super(message);
    this.name = 'MachineRefusedError';
    this.code = code;
    this.hint = hint;
  }
}
