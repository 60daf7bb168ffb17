import { type Address, bytesToHex, type Hex, isAddressEqual, recoverTypedDataAddress } from 'viem';
import { audienceOrigin } from '../auth/audience-origin';
import { siweMessageFor } from '../auth/siwe-message';
import { encodeCar, maxCarBytes, type OpenedContent, openCar } from '../content/car';
import { contentIdOf } from '../content/content-id';
import { possessionProof, saltOf } from '../content/content-kind';
import { type ContentLimits, DEFAULT_LIMITS } from '../content/content-limits';
import type { InputReceipt, MarketDomain, ResultReceipt } from '../offers/offer-types';
import { ApiError } from '../shared/api-error';
import type { ShareLink } from './content-record';
import type { ReleasedResult } from './deal-results.service';
import { type DirectoryAuth, DirectoryTransport, readCapped } from './directory-transport.client';
import { inputReceiptTypedData, resultReceiptTypedData, type Signed } from './receipts';
import type { SeatProgress } from './seat-progress';
import type { MadeLink, SharedResults } from './share-result.service';
import { type UploadOptions, upload } from './upload.client';

export type DirectoryClientOptions = {
  /** Address of the directory, without a trailing slash. */
  readonly url: string;
  readonly domain: MarketDomain;
  /** The key that the directory's receipts must be signed with, where it is known. */
  readonly directory?: Address | undefined;
  readonly auth?: DirectoryAuth | undefined;
  readonly limits?: ContentLimits | undefined;
  /** Our clock in milliseconds (Date.now); the directory's is learnt where they differ. */
  readonly clock?: (() => number) | undefined;
};

/**
 * A directory over HTTP, for agents and for the browser. Whatever it answers is checked: content
 * by its hashes, receipts by their signature. Refusals are `ApiError`s with the directory's code.
 */
export class DirectoryClient {
  readonly #options: DirectoryClientOptions;
  readonly #transport: DirectoryTransport;

  constructor(options: DirectoryClientOptions) {
    this.#options = options;
    const { url, domain, auth, clock } = options;
    this.#transport = new DirectoryTransport({ url, chainId: domain.chainId, auth, clock });
  }

  /** The same directory, asked by somebody else. */
  as(auth: DirectoryAuth | undefined): DirectoryClient {
    return new DirectoryClient({ ...this.#options, auth });
  }

  /**
   * Uploads a folder; a large one in parts, going on after a lost connection. Results must be
   * uploaded by who hands them in, so with a signer.
   */
  async putContent(
    files: ReadonlyMap<string, Uint8Array>,
    options: UploadOptions = {},
  ): Promise<{ id: Hex; cid: string }> {
    const content = await contentIdOf(files, this.#limits);
    const body = encodeCar(content);
    const answer = await upload(this.#transport, { cid: content.cid, body }, options);
    if (answer.cid !== content.cid) {
      throw new ApiError(502, 'content_mismatch', 'The directory stored something else.');
    }
    return { id: content.id, cid: content.cid };
  }

  /** Downloads a folder and proves that it is what the CID names. */
  async getContent(cid: string, signal?: AbortSignal): Promise<OpenedContent> {
    const { auth } = this.#options;
    const isShared = auth !== undefined && 'link' in auth;
    const path = `${isShared ? '/shared' : ''}/content/${cid}`;
    const response = await this.#transport.ask({ method: 'GET', path, signal });
    const bytes = await readCapped(response, maxCarBytes(this.#limits));
    return openCar(bytes, { expectedCid: cid, limits: this.#limits });
  }

  /**
   * The directory's promise to hold a module and inputs. `inputs` proves that we have them: only
   * deals of this buyer will open them.
   */
  async requestInputReceipt(request: {
    moduleId: Hex;
    inputsId: Hex;
    buyer: Address;
    inputs: ReadonlyMap<string, Uint8Array>;
    heldUntil?: number;
  }): Promise<Signed<InputReceipt>> {
    const { moduleId, inputsId, buyer, inputs, heldUntil } = request;
    const proof = possessionProof(bytesToHex(saltOf(inputs)), inputsId, buyer);
    const body = { moduleId, inputsId, buyer, proof, heldUntil };
    const answer = await this.#transport.askJson<Signed<InputReceipt>>(
      'POST',
      '/receipts/input',
      body,
    );
    const receipt = { buyer, moduleId, inputsId, heldUntil: answer.heldUntil };
    const signer = await recoverTypedDataAddress({
      ...inputReceiptTypedData(this.#options.domain, receipt),
      signature: answer.signature,
    });
    return { ...receipt, ...this.#provedSigner(signer, answer) };
  }

  /** A provider's receipt for the result of a deal; the seal is the directory's own computation. */
  async requestResultReceipt(
    request: { dealId: Hex; cid: string },
    signal?: AbortSignal,
  ): Promise<Signed<ResultReceipt>> {
    type Answer = Omit<Signed<ResultReceipt>, 'fuelUsed'> & { fuelUsed: string };
    const path = '/receipts/result';
    const answer = await this.#transport.askJson<Answer>('POST', path, request, signal);
    const { seal, heldUntil } = answer;
    const receipt = { dealId: request.dealId, seal, fuelUsed: BigInt(answer.fuelUsed), heldUntil };
    const signer = await recoverTypedDataAddress({
      ...resultReceiptTypedData(this.#options.domain, receipt),
      signature: answer.signature,
    });
    return { ...receipt, ...this.#provedSigner(signer, answer) };
  }

  /** Leaves a seat's result for the buyer; the answer does not tell whether it agrees. */
  async handInSeatResult(request: { dealId: Hex; cid: string; party: Address }): Promise<void> {
    await this.#transport.askJson('POST', '/results', request);
  }

  /** Says how far a seat's re-execution is: 0 to 1. */
  async tellProgress(dealId: Hex, share: number): Promise<void> {
    await this.#transport.askJson('POST', `/deals/${dealId}/progress`, { share });
  }

  /** How far the seats of a deal's panel say that they are. */
  async seatsProgress(dealId: Hex, signal?: AbortSignal): Promise<SeatProgress[]> {
    const path = `/deals/${dealId}/progress`;
    const answer = await this.#transport.askJson<{ seats: SeatProgress[] }>(
      'GET',
      path,
      undefined,
      signal,
    );
    return answer.seats;
  }

  /** The results of a deal that its buyer and guests may read by now. */
  async listResults(dealId: Hex): Promise<ReleasedResult[]> {
    const path = `/deals/${dealId}/results`;
    return (await this.#transport.askJson<{ results: ReleasedResult[] }>('GET', path)).results;
  }

  async listGuests(dealId: Hex): Promise<Address[]> {
    return (await this.#transport.askJson<{ guests: Address[] }>('GET', `/deals/${dealId}/guests`))
      .guests;
  }

  /** Lets another account read the deal's results. */
  async addGuest(dealId: Hex, guest: Address): Promise<Address[]> {
    const path = `/deals/${dealId}/guests`;
    return (await this.#transport.askJson<{ guests: Address[] }>('POST', path, { guest })).guests;
  }

  async removeGuest(dealId: Hex, guest: Address): Promise<Address[]> {
    const path = `/deals/${dealId}/guests/${guest}`;
    return (await this.#transport.askJson<{ guests: Address[] }>('DELETE', path)).guests;
  }

  /** A link for people without a wallet, good until `expiresAt` (Unix seconds). For the buyer. */
  async makeLink(dealId: Hex, expiresAt: number): Promise<MadeLink> {
    return this.#transport.askJson('POST', `/deals/${dealId}/links`, { expiresAt });
  }

  async listLinks(dealId: Hex): Promise<ShareLink[]> {
    const path = `/deals/${dealId}/links`;
    return (await this.#transport.askJson<{ links: ShareLink[] }>('GET', path)).links;
  }

  async takeLinkBack(dealId: Hex, linkId: string): Promise<ShareLink[]> {
    const path = `/deals/${dealId}/links/${linkId}`;
    return (await this.#transport.askJson<{ links: ShareLink[] }>('DELETE', path)).links;
  }

  /** What the share link opens that this client asks with. */
  async listShared(): Promise<SharedResults> {
    return this.#transport.askJson('GET', '/shared');
  }

  /**
   * Signs in with a wallet: asks for a nonce, has the message signed, gives the session's token.
   *
   * @param domain host of the page that asks (location.host): wallets compare it
   */
  async openSession(request: {
    address: Address;
    domain: string;
    signMessage: (message: string) => Promise<Hex>;
  }): Promise<{ token: string; address: Address; expiresAt: string }> {
    const { address, domain, signMessage } = request;
    const { nonce } = await this.#transport.askJson<{ nonce: string }>('GET', '/session/nonce');
    const { url, domain: market } = this.#options;
    const origin = audienceOrigin(url);
    const { chainId } = market;
    const issuedAt = new Date();
    const message = siweMessageFor({ address, domain, origin, chainId, nonce, issuedAt });
    const signature = await signMessage(message);
    return this.#transport.askJson('POST', '/session', { message, signature });
  }

  get #limits(): ContentLimits {
    return this.#options.limits ?? DEFAULT_LIMITS;
  }

  #provedSigner(signer: Address, answer: { directory: Address; signature: Hex }) {
    const expected = this.#options.directory ?? answer.directory;
    if (!isAddressEqual(signer, expected)) {
      throw new ApiError(502, 'receipt_signature', 'The directory’s receipt is not signed by it.');
    }
    return { directory: signer, signature: answer.signature };
  }
}
