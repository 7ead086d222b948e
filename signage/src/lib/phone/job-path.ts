/** Addresses of one job's pages; the scanned code travels along, so that every page names the station. */
export const jobPath = {
  query(url: URL): string {
    const link = url.searchParams.get('link');
    return link ? `?link=${encodeURIComponent(link.slice(0, 16))}` : '';
  },
  of: (postingId: string, link: string | undefined, step: '' | '/grab' | '/report' = '') =>
    `/jobs/${postingId}${step}${link ? `?link=${link}` : ''}`,
};
