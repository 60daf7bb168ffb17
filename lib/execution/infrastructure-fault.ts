/**
 * The machine failed, not the job: out of memory, killed, too slow, the engine's own stack gone.
 * Never a result: the job is run again or declined.
 */
export class InfrastructureFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InfrastructureFault';
  }
}
