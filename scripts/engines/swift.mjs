import { installPackages } from './apt.mjs';

export const SWIFT_PACKAGES = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'];

/**
 * Installs OpenStack Swift, whose S3 interface checks every signature: what the S3 storage of a
 * directory is tested against (test/directory/swift-server.ts).
 *
 * @param {{ say: (line: string) => void }} options
 */
export async function setupSwift({ say }) {
  await installPackages(SWIFT_PACKAGES, { say });
}
