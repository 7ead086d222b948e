/** A job pressed on a drawn board leads somewhere. For the mouse: the same links stand in a table beside the picture, for everybody. */
export function jobsLead(lead: (postingId: string) => void) {
  return (board: HTMLElement): (() => void) => {
    const pick = ({ target }: MouseEvent) => {
      const id = target instanceof Element ? target.closest<HTMLElement>('[data-posting]')?.dataset.posting : undefined;
      if (id !== undefined) lead(id);
    };
    board.addEventListener('click', pick);
    return () => board.removeEventListener('click', pick);
  };
}
