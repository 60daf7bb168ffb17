/** Why content was refused. `code` is stable and goes over HTTP; the message is for people. */
export type ContentErrorCode =
  | 'content_empty'
  | 'content_path'
  | 'content_too_large'
  | 'content_too_many_files'
  | 'content_not_directory'
  | 'content_not_canonical'
  | 'content_incomplete'
  | 'content_mismatch'
  | 'content_kind'
  | 'cid_unsupported'
  | 'car_malformed'
  | 'car_roots'
  | 'car_block_mismatch'
  | 'car_extra_blocks';

/** Content that is malformed, tampered with or over a limit. Never retryable with the same bytes. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly code: ContentErrorCode;
  readonly hint: string | undefined;

  constructor(code: ContentErrorCode, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
