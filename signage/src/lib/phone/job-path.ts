/** Addresses of one job's pages; the scanned code travels along, so that every page names the station. */
export const jobPath = {
  query(url: URL, page: 'job' | 'grab' | 'report'): string {
    const link = url.searchParams.get('link');
    return `?${new URLSearchParams({ page, ...(link ? { link: link.slice(0, 16) } : {}) })}`;
  },
  of: (postingId: string, link: string | undefined, step: '' | '/grab' | '/report' = '') =>
    `/jobs/${postingId}${step}${link ? `?link=${link}` : ''}`,
};
