import { BaseError } from 'viem';
import { marketProblemOf } from '../../lib/chain/market-error.view';
import { EnvError } from '../../lib/env/read-env.server';

/** Why a deployment is refused or wrong, in one line for the person at the terminal. */
export class ReleaseError extends Error {
  override name = 'ReleaseError';
}

/** One line about whatever was thrown. Viem's long messages hold the RPC address, which may be secret. */
export function lineOf(error: unknown): string {
  if (error instanceof ReleaseError || error instanceof EnvError) return error.message;
  const refused = marketProblemOf(error);
  if (refused) return `${refused.text} (${refused.name})`;
  if (error instanceof BaseError) {
    const { shortMessage, details } = rootOf(error);
    return firstLine(details ? `${shortMessage} ${details}` : shortMessage);
  }
  return firstLine(error instanceof Error ? error.message : String(error));
}

function rootOf(error: BaseError): BaseError {
  const root = error.walk(
    (cause) => cause instanceof BaseError && !(cause.cause instanceof BaseError),
  );
  return root instanceof BaseError ? root : error;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
