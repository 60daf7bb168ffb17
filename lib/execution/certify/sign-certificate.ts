import type { PrivateKeyAccount } from 'viem/accounts';
import type { Certificate, CertificateBody } from '../../modules/certificate';
import { certificateCidOf, certificateText } from '../../modules/certificate';

/** A certificate of what was found, signed where there is somebody to sign it. */
export async function signCertificate(
  body: CertificateBody,
  signer: PrivateKeyAccount | undefined,
): Promise<Certificate> {
  const cid = certificateCidOf(body);
  return { cid, signature: await signatureOfCid(cid, signer), body };
}

/** A signature (EIP-191) over the CID of a certificate's body; null without a signer. */
export async function signatureOfCid(
  cid: string,
  signer: PrivateKeyAccount | undefined,
): Promise<Certificate['signature']> {
  if (signer === undefined) return null;
  const signature = await signer.signMessage({ message: certificateText(cid) });
  return { signer: signer.address, signature };
}
