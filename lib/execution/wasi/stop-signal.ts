/**
 * Thrown by the host through the module's frames to stop it. A module cannot catch one:
 * exceptions are not on the whitelist.
 */
export class StopSignal extends Error {}

/** proc_exit. */
export class ProcessExit extends StopSignal {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export class FuelExhausted extends StopSignal {}

/** More output than the job may keep. */
export class OutputExceeded extends StopSignal {}
