import type { Address, Hex } from 'viem';
import type { Db } from '../db/database.server';
import type { MachineAudience } from './machine-typed-data';

/** What taking the words of machines and their providers needs. */
export type MachinePorts = {
  readonly db: Db;
  readonly audience: MachineAudience;
  /** This server's clock in seconds: machines have no other to be near to. */
  readonly now: number;
  /** A key's signature, or a contract's consent by ERC-1271. */
  readonly isSignedBy: (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>;
};
