/** Why a module is not published; programs go by the code. */
export type RefusalCode =
  | 'module-files'
  | 'module-too-large'
  | 'module-not-accepted'
  | 'bad-manifest'
  | 'bad-example'
  | 'bad-image'
  | 'bad-certificate'
  | 'false-inputs'
  | 'false-outputs'
  | 'example-failed'
  | 'bad-signature'
  | 'wrong-content'
  | 'not-in-directory'
  | 'already-published'
  | 'busy';

/** A module that is not published: what is wrong, where, and what its author can do. */
export class PublicationRefused extends Error {
  readonly code: RefusalCode;
  readonly hint: string | undefined;
  /** The byte of module.wasm at which a rule is broken. */
  readonly offset: number | undefined;

  constructor(code: RefusalCode, message: string, hint?: string, offset?: number) {
    super(message);
    this.name = 'PublicationRefused';
    this.code = code;
    this.hint = hint;
    this.offset = offset;
  }
}
