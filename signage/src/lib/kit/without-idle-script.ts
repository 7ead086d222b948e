const fillIns = /<script nonce="[^"]*">\s*\/\/ What Chromium 86 lacks[\s\S]*?<\/script>\s*/;

/**
 * app.html carries what old glass lacks, for our bundles. A page that Kit gives no bundle (csr = false) has no use for it, and no nonce in
 * its policy that would let it run.
 */
export function withoutIdleScript(html: string): string {
  return html.includes('__sveltekit_') ? html : html.replace(fillIns, '');
}
