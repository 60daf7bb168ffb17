import type { Address, Hex, TypedDataDefinition } from 'viem';

/** A call of a contract, as viem's writeContract takes it. */
export interface ContractCall {
  address: Address;
  abi: readonly unknown[];
  functionName: string;
  args: readonly unknown[];
}

/** What a connected wallet can do; installed by the wallet runtime once it is loaded. */
export interface WalletActions {
  openConnect: () => void;
  openAccount: () => void;
  disconnect: () => void;
  switchChain: () => Promise<void>;
  signTypedData: (data: TypedDataDefinition) => Promise<Hex>;
  signMessage: (message: string) => Promise<Hex>;
  /** Sends the call and waits for its receipt; throws when it reverts. */
  send: (call: ContractCall) => Promise<Hex>;
}

export interface WalletState {
  /** loading: the runtime is not there yet, or it is looking for an earlier connection. */
  status: 'loading' | 'disconnected' | 'connected';
  address: Address | undefined;
  chainId: number | undefined;
  /** The wallet's name: "MetaMask", "Development wallet". */
  name: string | undefined;
  /** The built-in wallet whose key lies in this browser. */
  development: boolean;
}

const LOADING: WalletState = {
  status: 'loading',
  address: undefined,
  chainId: undefined,
  name: undefined,
  development: false,
};

type Listener = () => void;

let state: WalletState = LOADING;
let actions: WalletActions | undefined;
let wanted = false;
const listeners = new Set<Listener>();
const waiting: ((actions: WalletActions) => void)[] = [];

function notify() {
  for (const listener of listeners) listener();
}

/**
 * The wallet as the pages see it. RainbowKit, wagmi and viem (223 kB) are loaded only when there is
 * somebody to use them (WalletHost), so the store stands between them and the pages.
 */
export const walletStore = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  state: () => state,
  initialState: () => LOADING,
  /** True once something asked for the runtime. */
  wanted: () => wanted,
  notWanted: () => false,
  /** There is no earlier connection to look for: nobody has to wait for the runtime to say so. */
  noEarlierConnection() {
    if (state === LOADING) walletStore.publish({ ...LOADING, status: 'disconnected' });
  },
  publish(next: WalletState) {
    state = next;
    notify();
  },
  install(next: WalletActions) {
    actions = next;
    for (const resolve of waiting.splice(0)) resolve(next);
  },
  /** The actions, once the runtime is loaded; asks for it when it is not. */
  ready(): Promise<WalletActions> {
    if (actions) return Promise.resolve(actions);
    if (!wanted) {
      wanted = true;
      notify();
    }
    return new Promise((resolve) => waiting.push(resolve));
  },
};
