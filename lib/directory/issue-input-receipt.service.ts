import { type Address, bytesToHex, type Hex } from 'viem';
import { possessionProof, saltOf } from '../content/content-kind';
import type { InputReceipt } from '../offers/offer-types';
import { withAddress } from './content-record';
import type { DirectoryPorts } from './directory-ports';
import { inputHold, inputReceiptTypedData, type Signed } from './receipts';
import { ServiceError } from './service-error';

export type InputReceiptRequest = {
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  /** Whose offer the inputs are for; with `proof`, only that buyer's deals open them. */
  readonly buyer: Address;
  readonly proof: Hex;
  /** Unix seconds; bounded by what the directory promises at most. */
  readonly heldUntil?: number | undefined;
};

/** Promises to hold a module and inputs, after reading every block of both. */
export async function issueInputReceipt(
  ports: DirectoryPorts,
  request: InputReceiptRequest,
): Promise<Signed<InputReceipt>> {
  const { moduleId, inputsId, buyer, proof } = request;
  await demandWhole(ports, moduleId, 'module');
  const inputs = await demandWhole(ports, inputsId, 'inputs');
  if (possessionProof(bytesToHex(saltOf(inputs)), inputsId, buyer) !== proof) {
    throw new ServiceError(
      403,
      'proof_wrong',
      'The proof that you have these inputs is wrong.',
      'It is made of the inputs’ salt, their id and the buyer’s address.',
    );
  }
  const heldUntil = inputHold(ports.now(), request.heldUntil);
  // The promise is on disk before it is signed.
  for (const id of [moduleId, inputsId]) {
    await ports.store.change(id, (record) => ({
      ...record,
      heldUntil: Math.max(record.heldUntil, heldUntil),
    }));
  }
  await ports.store.change(inputsId, (record) => withAddress(record, 'buyers', buyer));
  const receipt = { buyer, moduleId, inputsId, heldUntil };
  const signature = await ports.signer.signTypedData(inputReceiptTypedData(ports.domain, receipt));
  return { ...receipt, directory: ports.signer.address, signature };
}

/** Bytes that a receipt would have held which nothing holds yet. */
export function newlyPromised(
  { store, now }: Pick<DirectoryPorts, 'store' | 'now'>,
  { moduleId, inputsId }: Pick<InputReceiptRequest, 'moduleId' | 'inputsId'>,
): number {
  return [moduleId, inputsId].reduce((sum, id) => {
    const record = store.record(id);
    const isNew = record !== undefined && !record.isPinned && record.heldUntil < now();
    return isNew ? sum + record.bytes : sum;
  }, 0);
}

async function demandWhole(ports: DirectoryPorts, id: Hex, kind: 'module' | 'inputs') {
  const held = ports.store.record(id)?.kind === kind ? await ports.store.open(id) : undefined;
  if (held === undefined) {
    throw new ServiceError(
      409,
      `${kind}_not_held`,
      `This directory does not hold the ${kind} ${id}.`,
      'Upload the whole folder as a CAR with POST /content first.',
    );
  }
  return held.files;
}
