/** The secret as it is typed by hand: in groups of four. */
export const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(" ") ?? "";

/** A drawing of our server as the address of an image. What stands in a page needs no namespace, an image does. */
export function imageOf(svg: string): string {
  const named = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml,${encodeURIComponent(named)}`;
}
