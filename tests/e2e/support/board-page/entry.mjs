import { mount, unmount } from 'svelte';
import GlassBoard from '$signage/board/GlassBoard.svelte';
import '$kit/tokens.css';
import '$kit/glass.css';

/** @type {Record<string, unknown> | undefined} */
let standing;

/**
 * Draws one glass in its own pixels at the page's corner, and answers when its fonts are there and it is painted.
 * @param {import('./built.ts').GlassProps} props
 */
async function drawBoard(props) {
  if (standing) await unmount(standing);
  document.body.style.margin = '0';
  standing = mount(GlassBoard, { target: document.body, props });
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}
Object.assign(window, { drawBoard });
