import { type Address, bytesToHex, type Hex, isAddressEqual } from 'viem';
import { saltOf } from '../content/content-kind';
import { MIB } from '../content/content-limits';
import { engineIdOf } from '../execution/engine-id';
import { sealOf } from '../execution/result-digest';
import { resultDigestInPieces } from '../execution/result-digest.server';
import { ResultFilesError, readResultFiles } from '../execution/result-files';
import type { ResultReceipt } from '../offers/offer-types';
import { includesAddress } from './access';
import { EMPTY_DEAL, type HandedInResult, withResult } from './content-record';
import type { DealFacts } from './deal-book';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';
import { actsForOne } from './read-content.service';
import { resultHold, resultReceiptTypedData, type Signed } from './receipts';
import { ServiceError } from './service-error';

/**
 * A provider's result: read, its seal recomputed, kept, and promised. The receipt says nothing but
 * the seal that the provider posts anyway.
 */
export async function issueResultReceipt(
  ports: DirectoryPorts,
  request: { dealId: Hex; resultId: Hex },
  caller: Caller,
): Promise<Signed<ResultReceipt>> {
  const deal = await demandDeal(ports, request.dealId, async (found) =>
    actsForOne(ports, caller, [found.provider]),
  );
  if (deal.facts.isSettled) {
    throw new ServiceError(409, 'deal_settled', 'The deal is settled: nothing can be posted.');
  }
  const { seal, fuelUsed, heldUntil } = await handIn(ports, deal, request.resultId, caller);
  const receipt = { dealId: request.dealId, seal, fuelUsed, heldUntil };
  const signature = await ports.signer.signTypedData(resultReceiptTypedData(ports.domain, receipt));
  return { ...receipt, directory: ports.signer.address, signature };
}

/**
 * A seat's result: kept, and given to the buyer after a final verdict with the same digest. The
 * answer does not tell whether it agrees with anybody.
 */
export async function keepSeatResult(
  ports: DirectoryPorts,
  request: { dealId: Hex; resultId: Hex; party: Address },
  caller: Caller,
): Promise<{ heldUntil: number }> {
  const deal = await demandDeal(ports, request.dealId, async (found) =>
    includesAddress(found.seats, request.party)
      ? actsForOne(ports, caller, [request.party])
      : undefined,
  );
  const { heldUntil } = await handIn(ports, deal, request.resultId, caller);
  return { heldUntil };
}

type PartyDeal = { readonly facts: DealFacts; readonly party: Address };

/** The deal, for a caller who acts for a party of it; the chain is read on before saying no. */
async function demandDeal(
  ports: DirectoryPorts,
  dealId: Hex,
  partyIn: (deal: DealFacts) => Promise<Address | undefined>,
): Promise<PartyDeal> {
  const found = await askFresh(ports.book, async () => {
    const facts = ports.book.dealById(dealId);
    const party = facts === undefined ? undefined : await partyIn(facts);
    return facts === undefined || party === undefined ? undefined : { facts, party };
  });
  if (found !== undefined) return found;
  throw new ServiceError(
    403,
    'not_your_deal',
    `You are no party that hands in results of the deal ${dealId}.`,
    'Sign with the key of its provider or of a drawn seat, or with an operator that they set on chain.',
  );
}

async function handIn(
  ports: DirectoryPorts,
  { facts, party }: PartyDeal,
  resultId: Hex,
  caller: Caller,
): Promise<{ seal: Hex; fuelUsed: bigint; heldUntil: number }> {
  const record = ports.store.record(resultId);
  // Only who uploaded it: otherwise guesses of somebody else's result could be tested here.
  const isOwn =
    record?.kind === 'result' &&
    record.uploaders.some((by) => isAddressEqual(by, caller.address) || isAddressEqual(by, party));
  const content = isOwn ? await ports.store.open(resultId) : undefined;
  if (content === undefined) {
    throw new ServiceError(
      409,
      'result_not_held',
      `You have not uploaded the result ${resultId} here.`,
      'Upload it with POST /content, as a signed request, first.',
    );
  }
  const inputs = await ports.store.open(facts.inputsId);
  if (inputs === undefined) {
    throw new ServiceError(
      409,
      'inputs_not_held',
      'This directory does not hold the deal’s inputs, so it cannot recompute the seal.',
      'Upload the inputs with POST /content, or use the directory that signed the input receipt.',
    );
  }
  const { engine, execution } = readClaim(content.files);
  const { fuelUsed } = execution;
  checkClaim(engineIdOf(engine), fuelUsed, facts);
  checkSize(content.files, facts);
  const salt = bytesToHex(saltOf(inputs.files));
  const resultDigest = await resultDigestInPieces(salt, execution, facts.engine);
  const seal = sealOf(facts.dealId, party, resultDigest, fuelUsed);
  const now = ports.now();
  const heldUntil = resultHold(now, facts, ports.grace);
  const result: HandedInResult = {
    id: resultId,
    party,
    seal,
    resultDigest,
    fuelUsed: fuelUsed.toString(),
    receivedAt: now,
  };
  await ports.deals.change(facts.dealId, (old) => {
    const more = withResult(old ?? EMPTY_DEAL, result);
    if (more !== undefined) return more;
    throw new ServiceError(
      409,
      'too_many_results',
      'You have handed in too many different results of this deal.',
      'Post one of those that you have receipts for.',
    );
  });
  await ports.store.change(resultId, (old) => ({
    ...old,
    heldUntil: Math.max(old.heldUntil, heldUntil),
  }));
  return { seal, fuelUsed, heldUntil };
}

function readClaim(files: ReadonlyMap<string, Uint8Array>) {
  try {
    return readResultFiles(files);
  } catch (error) {
    if (!(error instanceof ResultFilesError)) throw error;
    throw new ServiceError(409, 'result_malformed', `This is no result: ${error.message}.`);
  }
}

/** Storage bounds outputs, stdout and stderr together; a result has its result.json and items.json, too. */
const RESULT_FRAME = MIB;

/** Nobody can have the directory keep more for a deal than its job could write. */
function checkSize(files: ReadonlyMap<string, Uint8Array>, deal: DealFacts): void {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (bytes <= deal.storageMiB * MIB + RESULT_FRAME) return;
  throw new ServiceError(
    409,
    'result_size',
    `The result has ${bytes} bytes; the deal’s outputs may take ${deal.storageMiB} MiB.`,
    'A run within the deal’s limits ends as output-exceeded instead: run the job again.',
  );
}

function checkClaim(engine: Hex, fuelUsed: bigint, deal: DealFacts): void {
  if (engine !== deal.engine) {
    throw new ServiceError(
      409,
      'result_engine',
      'The result is of another engine than the deal’s.',
    );
  }
  if (fuelUsed > deal.fuelLimit) {
    throw new ServiceError(
      409,
      'result_fuel',
      `The result used ${fuelUsed} fuel; the deal allows ${deal.fuelLimit}.`,
    );
  }
}
