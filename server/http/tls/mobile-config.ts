import { createHash } from 'node:crypto';

/**
 * An iOS configuration profile that carries the root certificate, unsigned: iOS shows it as such, and asks for full trust apart
 * (设置 → 通用 → 关于本机 → 证书信任设置). Identifiers come from the certificate, so installing it again replaces the old one.
 */
export function mobileConfig(root: Buffer): string {
  const hash = createHash('sha256').update(root).digest('hex');
  const id = (from: number) => hash.slice(from, from + 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key><string>gangbo-root.crt</string>
      <key>PayloadContent</key><data>${root.toString('base64')}</data>
      <key>PayloadDisplayName</key><string>岗播本地证书</string>
      <key>PayloadIdentifier</key><string>gangbo.root.certificate</string>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadUUID</key><string>${id(0)}</string>
      <key>PayloadVersion</key><integer>1</integer>
    </dict>
  </array>
  <key>PayloadDisplayName</key><string>岗播本地证书</string>
  <key>PayloadDescription</key><string>信任本驿站的岗播服务器，只对局域网有效。</string>
  <key>PayloadIdentifier</key><string>gangbo.root</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadUUID</key><string>${id(32)}</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict>
</plist>
`;
}
